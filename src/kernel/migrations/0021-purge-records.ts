import { type Kysely, sql } from 'kysely';

/**
 * What is left for ever of a record that was deleted and not brought back in time: enough to answer that it is gone, to those
 * who could read it, and to know it again when an import brings it once more. Nothing of what it said.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table purged_record (
      territory_id uuid not null references territory on delete cascade,
      short_id text not null,
      record_id uuid not null,
      kind text not null,
      -- Who could read it: everyone, members, or nobody but its authors, which is told to nobody any more.
      seen_by text not null check (seen_by in ('public', 'members', 'authors')),
      -- SHA-256 of where it came from; empty for what was written here.
      origin_mark text not null,
      purged_at timestamptz not null,
      primary key (territory_id, short_id)
    );
    create index purged_record_id on purged_record (territory_id, record_id);
    create index purged_record_origin on purged_record (territory_id, kind, origin_mark) where origin_mark <> '';
    create index record_deleted on record (territory_id, deleted_at desc, id) where deleted_at is not null;

    -- What people said of a practice outlives it.
    alter table evaluation alter column practice_id drop not null,
      drop constraint evaluation_practice_id_fkey,
      add constraint evaluation_practice_id_fkey foreign key (practice_id) references record on delete set null;
  `.execute(db);
}
