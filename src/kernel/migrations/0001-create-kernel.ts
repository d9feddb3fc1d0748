import { type Kysely, sql } from 'kysely';

/** French search that forgives accents, the journal, what may be erased, the outbox, used links. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create extension if not exists unaccent;
    create extension if not exists pg_trgm;
    create extension if not exists btree_gin;

    create text search configuration french_plain (copy = french);
    alter text search configuration french_plain
      alter mapping for hword, hword_part, word with unaccent, french_stem;

    -- unaccent() follows the search path and so is not immutable; naming the dictionary makes it safe to index.
    create function plain_text(text) returns text language sql immutable strict parallel safe
      as $$ select lower(public.unaccent('public.unaccent', $1)) $$;

    create table setting (
      key text primary key,
      value text not null
    );

    create table used_link (
      id uuid primary key,
      expires_at timestamptz not null
    );
    create index used_link_expires_at on used_link (expires_at);
  `.execute(db);
}
