import { type Kysely, sql } from 'kysely';

/** What weights came to in a consultation, so that an archive tells it: the weights themselves are people's and stay. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table consultation add column weights_told jsonb`.execute(db);
}
