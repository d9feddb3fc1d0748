import { type Kysely, sql } from 'kysely';

/** Comments that come with the archive of a territory keep the name of who wrote them, who has no account here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table comment add column author_name text not null default ''`.execute(db);
}
