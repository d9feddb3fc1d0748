import { type Kysely, sql } from 'kysely';

/** Inventories that are read at an address, once or again and again, and records that follow theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table import_source (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      name text not null check (length(name) between 1 and 200),
      address text not null check (length(address) between 1 and 2000),
      -- The field of each column someone decided about.
      mapping jsonb not null default '{}',
      licence text not null default '' check (length(licence) <= 200),
      attribution text not null default '' check (length(attribution) <= 300),
      every text not null check (every in ('day', 'week', 'month', 'hand')),
      mirror boolean not null default false,
      state text not null default 'on' check (state in ('on', 'paused', 'held', 'removing')),
      -- What the source said of its last answer, and what that was, to take only what is new.
      etag text not null default '',
      last_modified text not null default '',
      digest text not null default '',
      -- Last asked; last answered; last brought a change.
      asked_at timestamptz,
      answered_at timestamptz,
      changed_at timestamptz,
      -- The day from which it is asked again; null when by hand.
      next_on date,
      failures integer not null default 0,
      failure jsonb,
      -- What the last change did, and the import that did it.
      figures jsonb,
      last_import uuid,
      -- The import that waits for a person's yes.
      held_import uuid,
      job_id uuid,
      created_at timestamptz not null,
      unique (territory_id, name)
    );
    create index import_source_due on import_source (territory_id, next_on) where state = 'on';

    create table source_record (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      source_id uuid not null references import_source on delete cascade,
      -- The import in which it was last there.
      seen_in uuid not null,
      gone_at timestamptz
    );
    create index source_record_of on source_record (territory_id, source_id, record_id);

    -- The source that it mirrors: it is corrected there. No reference: rows come back from a backup in any order.
    alter table record add column mirror_of uuid;
    alter table import_run
      add column address text not null default '',
      add column source_id uuid;
  `.execute(db);
}
