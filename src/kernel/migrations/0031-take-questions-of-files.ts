import { type Kysely, sql } from 'kysely';

/** Whether an import makes fields of the questions that its file describes; null for those of before one could say. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table import_run add column takes_questions boolean`.execute(db);
}
