import { type Kysely, sql } from 'kysely';

/** Levers of public action, those chosen after an evaluation, and the actions that carry them out. */
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
      sources jsonb not null default '[]',
      unique (territory_id, shipped_id)
    );
    create index lever_brakes on lever using gin (territory_id, brakes);
    create index lever_means on lever using gin (territory_id, means);

    -- Why a lever was kept after an evaluation; the link itself stands in record_link.
    create table chosen_lever (
      lever_id uuid not null references record on delete cascade,
      evaluation_id uuid not null references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      reason text not null,
      criteria text[] not null default '{}',
      chosen_by uuid,
      chosen_at timestamptz not null,
      primary key (lever_id, evaluation_id)
    );
    create index chosen_lever_of_evaluation on chosen_lever (territory_id, evaluation_id);

    create table action (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      who text not null,
      -- A partial date: 2027, 2027-01 or 2027-01-30.
      due text not null,
      status text not null check (status in ('planned', 'under-way', 'done', 'dropped')),
      -- Where it stands, in a few words; the journal keeps what was said before.
      progress text not null default ''
    );
    create index action_status on action (territory_id, status, due);
  `.execute(db);
}
