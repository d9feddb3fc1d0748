import { type Kysely, sql } from 'kysely';

/** The keys by which duplicates are brought together are others: the next look begins anew. What people decided stays. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from duplicate_key;
    delete from duplicate_search;
  `.execute(db);
}
