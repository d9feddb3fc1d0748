import { type Kysely, sql } from 'kysely';

/** Frameworks by versions, and the sessions in which colleges answer them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table framework_version (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      record_id uuid not null references record on delete cascade,
      number integer not null check (number > 0),
      state text not null check (state in ('draft', 'published')),
      -- The whole tree: what a session answers must stay as it was.
      content jsonb not null,
      published_at timestamptz,
      unique (territory_id, record_id, number),
      check ((state = 'published') = (published_at is not null))
    );

    create table evaluation (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      practice_id uuid not null references record,
      framework_version_id uuid not null references framework_version,
      state text not null check (state in ('draft', 'open', 'closed', 'published')),
      closes_on date,
      opened_at timestamptz,
      closed_at timestamptz,
      published_at timestamptz,
      -- What may be shown, worked out once when the session closes; the sheets are not read again after.
      result jsonb
    );
    create index evaluation_of_practice on evaluation (territory_id, practice_id);
    create index evaluation_state on evaluation (territory_id, state);

    create table evaluation_college (
      evaluation_id uuid not null references evaluation on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      key text not null,
      name text not null,
      kind text not null check (kind in ('named', 'anonymous')),
      threshold integer check (threshold >= 3),
      position integer not null,
      primary key (evaluation_id, key),
      check ((kind = 'anonymous') = (threshold is not null))
    );

    create table evaluation_invitation (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      evaluation_id uuid not null,
      college_key text not null,
      email text not null default '',
      created_at timestamptz not null,
      foreign key (evaluation_id, college_key) references evaluation_college on delete cascade
    );
    create index evaluation_invitation_college on evaluation_invitation (territory_id, evaluation_id, college_key);
    -- An address is invited once per college; links handed out on paper have none.
    create unique index evaluation_invitation_once on evaluation_invitation (evaluation_id, college_key, email)
      where email <> '';

    -- No id of ours here: those tell the millisecond at which they were made, hence who was answering.
    create table evaluation_sheet (
      territory_id uuid not null references territory on delete cascade,
      evaluation_id uuid not null,
      college_key text not null,
      -- Ties a sheet to the link it was written through without naming anyone.
      respondent_key text not null,
      signature text not null default '',
      consented boolean not null default false,
      answers jsonb not null default '{}',
      remarks jsonb not null default '{}',
      -- The day only, for anonymous colleges.
      updated_at timestamptz not null,
      primary key (evaluation_id, respondent_key),
      foreign key (evaluation_id, college_key) references evaluation_college on delete cascade
    );
  `.execute(db);
}
