import { sql } from 'kysely';
import type { Database } from './database.server.ts';
import type { Id } from './ids.ts';
import { journalStart } from './journal.server.ts';

/**
 * Where a territory's journal stands. What is read after it was asked for stays true until one of the two changes: every
 * change of the territory that comes into sight changes one.
 */
export interface JournalVersion {
  /**
   * The latest transaction that wrote in it. Not the latest entry: of two transactions, the one that writes first may
   * end last, and its entries then come into sight below the others.
   */
  transactionId: string;
  /** The transactions still running that began before that one: what they change will come into sight below it. */
  underWay: string;
}

export async function journalVersion(db: Database, territoryId: Id): Promise<JournalVersion> {
  const { rows } = await sql<JournalVersion>`
    select
      transaction_id as "transactionId",
      coalesce(
        (select string_agg(running::text, ' ' order by running)
          from pg_snapshot_xip(pg_current_snapshot()) as running
          where journal_transaction(running) <= latest.transaction_id),
        '') as "underWay"
    from (
      select transaction_id from journal_entry where territory_id = ${territoryId}
      order by transaction_id desc limit 1
    ) as latest`.execute(db);
  return rows[0] ?? { transactionId: journalStart.transactionId, underWay: '' };
}
