import { type Kysely, sql } from 'kysely';

/** Letters that tell people what waits for their opinion; and what is shown of the votes on a proposal, in steps. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consultation_letter (
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid not null references consultation on delete cascade,
      -- The same as of their votes: it leads to nobody without the secret of the instance.
      participant_key text not null,
      told_at timestamptz,
      stopped boolean not null default false,
      primary key (consultation_id, participant_key)
    );
    create index consultation_letter_territory on consultation_letter (territory_id, participant_key);

    -- What was shown of its votes when five more had come: counts, and which nuances.
    alter table proposal add column shown jsonb;
  `.execute(db);
}
