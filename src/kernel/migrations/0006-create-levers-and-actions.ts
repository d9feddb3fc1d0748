import { type Kysely, sql } from 'kysely';

/** Levers of public action, and the actions that carry them out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table lever (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      -- Its id in the library we ship, by which an update of the library finds it again.
      shipped_id text,
      phase text not null check (phase in ('trigger', 'accompany', 'sustain')),
      posture text not null check (posture in ('let', 'frame', 'facilitate', 'accompany')),
      competent text[] not null default '{}',
      means text[] not null default '{}',
      brakes text[] not null default '{}',
      calls_on text[] not null default '{}',
      criteria text[] not null default '{}',
      inspirations jsonb not null default '[]',
      unique (territory_id, shipped_id)
    );
    create index lever_brakes on lever using gin (territory_id, brakes);
    create index lever_means on lever using gin (territory_id, means);

    create table action (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      who text not null,
      due text not null,
      status text not null check (status in ('planned', 'under-way', 'done', 'dropped'))
    );
    create index action_status on action (territory_id, status, due);
  `.execute(db);
}
