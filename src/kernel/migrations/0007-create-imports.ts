import { type Kysely, sql } from 'kysely';

/** Imports of files: what was received, what each one wrote, and what is needed to take it back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table import_run (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      state text not null check (state in
        ('received', 'checking', 'checked', 'refused', 'importing', 'done', 'undoing', 'undone', 'abandoned')),
      file_name text not null,
      file_size integer not null,
      source_name text not null default '',
      licence text not null default '',
      -- The field of each column someone decided about.
      mapping jsonb not null default '{}',
      -- What the last reading found, by codes: words depend on who reads.
      report jsonb,
      -- Why the file could not be read.
      refusal jsonb,
      job_id uuid,
      created_by uuid,
      created_at timestamptz not null,
      finished_at timestamptz
    );
    create index import_run_latest on import_run (territory_id, created_at desc);

    create table import_file_piece (
      import_id uuid not null references import_run on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      number integer not null,
      bytes bytea not null check (length(bytes) between 1 and 1048576),
      primary key (import_id, number)
    );

    -- What the last import wrote in a record: what differs from it since is the work of people. Goes with its record.
    create table imported_record (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null,
      written jsonb not null,
      -- Says whether contact details are still the ones written, without being them.
      contact_mark text not null,
      digest text not null,
      -- Taken away by undoing its import, not by someone's decision about it.
      withdrawn boolean not null default false
    );

    create table import_change (
      import_id uuid not null references import_run on delete cascade,
      record_id uuid not null references record on delete cascade,
      territory_id uuid not null,
      kind text not null check (kind in ('created', 'changed')),
      -- The version the import left: a later one is somebody's work.
      version integer not null,
      -- The journal entry that tells what changed, and the personal value that holds the contact before.
      entry_id uuid,
      contact_before uuid,
      contact_changed boolean not null default false,
      -- What an earlier import had written.
      written_before jsonb,
      contact_mark_before text not null default '',
      digest_before text not null default '',
      primary key (import_id, record_id)
    );
    create index import_change_record on import_change (territory_id, record_id);
  `.execute(db);
}
