import { type Kysely, sql } from 'kysely';

/** Consultations with their proposals, votes and weights; and the decisions that come of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consultation (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      -- What it is about; null once that was purged.
      subject_id uuid references record on delete set null,
      needed integer not null check (needed > 0),
      opens_on date,
      closes_on date,
      closed boolean not null default false,
      colleges text[] not null default '{}',
      weighing text check (weighing in ('budget', 'ranking', 'swing', 'best-worst', 'pairwise')),
      -- The branches and items of the subject as they were when it opened.
      branches jsonb not null default '[]',
      -- Opens it to whoever is in a room; null while no room is open.
      room_code text,
      unique (territory_id, room_code)
    );
    create index consultation_subject on consultation (territory_id, subject_id);

    create table decision (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid references record on delete set null,
      subject_id uuid references record on delete set null,
      proposal_id uuid,
      outcome text not null check (outcome in ('adopted', 'declined')),
      reason text not null,
      -- What was decided about, as it read that day.
      proposed jsonb not null,
      -- How many took part, and what they said: what may be shown of it.
      took_part jsonb not null,
      decided_on date not null,
      undone boolean not null default false
    );
    create index decision_consultation on decision (territory_id, consultation_id);
    create index decision_subject on decision (territory_id, subject_id);

    create table proposal (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid not null references consultation on delete cascade,
      kind text not null check (kind in ('add', 'change', 'split', 'merge', 'drop', 'free')),
      places text[] not null default '{}',
      title text not null,
      wordings text[] not null default '{}',
      reason text not null,
      language text not null,
      -- Waiting: for the button that its author's mail leads to.
      state text not null check (state in ('waiting', 'open', 'merged', 'adopted', 'declined')),
      merged_into uuid references proposal on delete set null deferrable initially deferred,
      decision_id uuid references decision on delete set null,
      -- What was shown of its votes where it came from, in an archive.
      tally jsonb,
      author_id uuid references person on delete set null,
      created_at timestamptz not null,
      hidden_at timestamptz,
      hidden_reason text,
      hidden_words text not null default ''
    );
    create index proposal_consultation on proposal (territory_id, consultation_id, created_at);
    create index proposal_waiting on proposal (territory_id, created_at) where state = 'waiting';

    create table consultation_participant (
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid not null references consultation on delete cascade,
      -- Ties what one person says to each other without naming anyone.
      participant_key text not null,
      verified boolean not null,
      college text,
      named_as text not null default '',
      primary key (consultation_id, participant_key)
    );

    -- No id of ours and no moment here: those tell who was answering.
    create table proposal_vote (
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid not null,
      proposal_id uuid not null references proposal on delete cascade,
      participant_key text not null,
      -- 1 agrees, -1 disagrees, 0 passes.
      vote smallint not null check (vote in (-1, 0, 1)),
      nuance text not null default '',
      nuance_id uuid not null default gen_random_uuid(),
      nuance_hidden boolean not null default false,
      primary key (proposal_id, participant_key),
      foreign key (consultation_id, participant_key) references consultation_participant on delete cascade
    );
    create index proposal_vote_consultation on proposal_vote (territory_id, consultation_id);

    create table stated_weights (
      territory_id uuid not null references territory on delete cascade,
      consultation_id uuid not null,
      participant_key text not null,
      -- Id of a branch; empty for the branches themselves.
      branch text not null,
      method text not null,
      -- What was typed, in the terms of the method.
      stated jsonb not null,
      -- By item id; they add to 1.
      weights jsonb not null,
      primary key (consultation_id, participant_key, branch),
      foreign key (consultation_id, participant_key) references consultation_participant on delete cascade
    );
  `.execute(db);
}
