import { type Kysely, sql } from 'kysely';

/** What someone did in a period is read from the journal, to be undone at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index journal_entry_actor on journal_entry (territory_id, actor_id, happened_at)
      where actor_id is not null
  `.execute(db);
}
