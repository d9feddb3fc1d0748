import { type Kysely, sql } from 'kysely';

/** Comments are found by their words too: those of the text alone, not the addresses its links lead to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table comment add column search tsvector generated always as (
      jsonb_to_tsvector('french_plain', jsonb_path_query_array(body, 'strict $.**.text'), '["string"]')
    ) stored;
    create index comment_search on comment using gin (territory_id, search);
  `.execute(db);
}
