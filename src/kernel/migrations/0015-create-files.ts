import { type Kysely, sql } from 'kysely';

/** Files kept in the database, and those that people add to records. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stored_file (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      -- Null while it is being written.
      sha256 bytea,
      size integer not null default 0,
      created_at timestamptz not null,
      unique (territory_id, sha256)
    );

    create table stored_file_chunk (
      territory_id uuid not null references territory on delete cascade,
      file_id uuid not null references stored_file on delete cascade,
      position integer not null,
      bytes bytea not null,
      primary key (file_id, position)
    );
    -- Pictures and most documents are compressed already.
    alter table stored_file_chunk alter column bytes set storage external;

    create table attachment (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      record_id uuid not null references record on delete cascade,
      kind text not null check (kind in ('picture', 'document')),
      name text not null check (length(name) between 1 and 120),
      media_type text not null,
      -- What was received, which is what counts against the day's share of who sent it.
      received integer not null,
      -- What a picture shows, for those who do not see it; what a document is.
      description text not null default '' check (length(description) <= 500),
      decorative boolean not null default false,
      credit text not null default '' check (length(credit) <= 200),
      licence text not null default '' check (length(licence) <= 100),
      position integer not null,
      created_by uuid,
      created_at timestamptz not null,
      -- Null until it was described: only who sent it sees it.
      attached_at timestamptz,
      removed_at timestamptz
    );
    create index attachment_of_record on attachment (territory_id, record_id, position);
    create index attachment_sent on attachment (territory_id, created_by, created_at);

    create table attachment_file (
      territory_id uuid not null references territory on delete cascade,
      attachment_id uuid not null references attachment on delete cascade,
      file_id uuid not null references stored_file,
      -- In pixels; 0 for a document.
      width integer not null,
      height integer not null,
      primary key (attachment_id, width)
    );
    create index attachment_file_back on attachment_file (territory_id, file_id);
  `.execute(db);
}
