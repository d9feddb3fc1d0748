import { type Kysely, sql } from 'kysely';

/** What unites and divides the people of a consultation, as last worked out from their votes; and who votes alike. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consultation_opinions (
      consultation_id uuid primary key references consultation on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      -- When they were asked for and did not come yet.
      asked_at timestamptz,
      picture jsonb
    );
    create index consultation_opinions_territory on consultation_opinions (territory_id);

    create table opinion_group_member (
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid not null,
      participant_key text not null,
      opinion_group smallint not null,
      primary key (consultation_id, participant_key),
      foreign key (consultation_id, participant_key) references consultation_participant on delete cascade
    );
    create index opinion_group_member_territory on opinion_group_member (territory_id);
  `.execute(db);
}
