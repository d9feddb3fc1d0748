import { type Kysely, sql } from 'kysely';

/** The record core: what everything people can see, link, discuss or cite has in common. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table record (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      kind text not null,
      short_id text not null,
      slug text not null,
      title text not null check (length(title) between 1 and 200),
      pitch text not null default '' check (length(pitch) <= 300),
      body jsonb not null,
      body_text text not null,
      language text not null,
      visibility text not null check (visibility in ('public', 'members', 'group', 'draft')),
      body_reserved boolean not null default false,
      licence text not null,
      source_name text not null default '',
      source_url text not null default '',
      source_record_id text not null default '',
      fingerprint text not null default '',
      tags text[] not null default '{}',
      author_ids uuid[] not null default '{}',
      version integer not null default 1,
      created_by uuid,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      confirmed_on date,
      deleted_at timestamptz,
      search tsvector generated always as (
        setweight(to_tsvector('french_plain', title), 'A') ||
        setweight(to_tsvector('french_plain', pitch), 'B') ||
        setweight(to_tsvector('french_plain', left(body_text, 100000)), 'C')
      ) stored,
      unique (territory_id, short_id)
    );
    create index record_latest on record (territory_id, kind, updated_at desc, id) where deleted_at is null;
    -- In the order people expect: e, é and E together.
    create index record_by_title on record (territory_id, kind, title collate "fr-x-icu", id) where deleted_at is null;
    create index record_search on record using gin (territory_id, search);
    create index record_title_typos on record using gin (territory_id, plain_text(title) gin_trgm_ops);
    create index record_tags on record using gin (territory_id, tags);
    -- A record that comes from elsewhere is met again by its source and its id there, else by its fingerprint.
    create unique index record_source on record (territory_id, kind, source_name, source_record_id)
      where source_record_id <> '';
    create index record_fingerprint on record (territory_id, kind, source_name, fingerprint)
      where fingerprint <> '';

    create table record_link (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      from_id uuid not null references record on delete cascade,
      to_id uuid not null references record on delete cascade,
      type text not null,
      created_by uuid,
      created_at timestamptz not null,
      unique (territory_id, from_id, type, to_id),
      check (from_id <> to_id)
    );
    create index record_link_back on record_link (territory_id, to_id, type);

    create table comment (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      record_id uuid not null references record on delete cascade,
      author_id uuid,
      body jsonb not null,
      created_at timestamptz not null,
      deleted_at timestamptz
    );
    create index comment_of_record on comment (territory_id, record_id, created_at);
  `.execute(db);
}
