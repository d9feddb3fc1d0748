import { type Kysely, sql } from 'kysely';

/**
 * Fields that a territory adds to the form of its practices, the lists of choices they share, and what each practice says in
 * them. A field or a choice that is taken away stays, so that what was said remains readable and comes back with it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table own_list (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      key text not null check (key ~ '^[a-z0-9-]{1,60}$'),
      name text not null check (length(name) between 1 and 100),
      -- In order: [{key, label, removed, mergedInto}].
      options jsonb not null default '[]',
      unique (territory_id, key)
    );

    create table own_field (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      key text not null check (key ~ '^[a-z0-9-]{1,60}$'),
      label text not null check (length(label) between 1 and 100),
      help text not null default '' check (length(help) <= 300),
      kind text not null check (kind in ('text', 'number', 'date', 'choice', 'choices', 'link', 'practices')),
      -- Of the same territory. No reference: rows come back from a backup in any order.
      list_id uuid,
      visibility text not null check (visibility in ('public', 'members', 'facilitators')),
      required boolean not null default false,
      in_list boolean not null default false,
      is_filter boolean not null default false,
      removed boolean not null default false,
      position integer not null,
      unique (territory_id, key)
    );

    -- Values by the key of their field.
    alter table practice add column fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object');
    create index practice_fields on practice using gin (territory_id, fields jsonb_path_ops);

    -- What public texts of a territory's own say: found by a search, after the rest.
    alter table record add column own_text text not null default '';
    alter table record drop column search;
    alter table record add column search tsvector generated always as (
      setweight(to_tsvector('french_plain', title), 'A') ||
      setweight(to_tsvector('french_plain', pitch), 'B') ||
      setweight(to_tsvector('french_plain', left(body_text, 100000)), 'C') ||
      setweight(to_tsvector('french_plain', left(own_text, 100000)), 'D')
    ) stored;
    create index record_search on record using gin (territory_id, search);
  `.execute(db);
}
