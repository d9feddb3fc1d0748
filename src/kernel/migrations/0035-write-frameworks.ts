import { type Kysely, sql } from 'kysely';

/** Versions that are being written, one at a time; what is published never changes; what is retired is no longer offered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unique index framework_version_draft on framework_version (territory_id, record_id) where state = 'draft';
    alter table framework_version add column retired_at timestamptz,
      add check (retired_at is null or state = 'published');

    -- Sessions were answered on it: whatever asks, its words stay.
    create function keep_published_framework() returns trigger language plpgsql as $$
    begin
      raise exception 'a published version of a framework never changes' using errcode = 'restrict_violation';
    end $$;
    create trigger keep_published_framework before update on framework_version
      for each row when (old.state = 'published' and (new.content, new.number, new.state, new.record_id, new.published_at)
        is distinct from (old.content, old.number, old.state, old.record_id, old.published_at))
      execute function keep_published_framework();
  `.execute(db);
}
