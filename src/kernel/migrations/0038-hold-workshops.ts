import { type Kysely, sql } from 'kysely';

/** What a group does with a result: answers together, chooses priorities, evaluates again later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table evaluation
      -- The session that this one does again.
      add column repeats_id uuid references record on delete set null,
      -- What opens the giving of dots by telephone; null while it is closed.
      add column dots_code text;
    create index evaluation_repeats on evaluation (territory_id, repeats_id);

    -- What a group answers together once it has seen the answers of each: never one of them.
    create table evaluation_collective (
      evaluation_id uuid not null,
      territory_id uuid not null references territory on delete cascade,
      subject integer not null,
      criterion_id text not null,
      answer text not null,
      reason text not null,
      updated_at timestamptz not null,
      primary key (evaluation_id, subject, criterion_id),
      foreign key (evaluation_id, subject) references evaluation_subject on delete cascade
    );

    -- The dots of one ballot on one criterion. A ballot is nobody's: it is known by a key alone.
    create table evaluation_dot (
      evaluation_id uuid not null references evaluation on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      ballot_key text not null,
      criterion_id text not null,
      dots integer not null check (dots > 0),
      primary key (evaluation_id, ballot_key, criterion_id)
    );

    -- The short list a group leaves with, and what each priority became: an action, or a record of another kind.
    create table evaluation_priority (
      evaluation_id uuid not null references evaluation on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      criterion_id text not null,
      position integer not null,
      words text not null,
      dots integer not null,
      outcome_id uuid references record on delete set null,
      primary key (evaluation_id, criterion_id)
    );
    create index evaluation_priority_outcome on evaluation_priority (territory_id, outcome_id);
  `.execute(db);
}
