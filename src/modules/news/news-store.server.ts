import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type JournalEntry, type JournalPosition, toEntry } from '#kernel/journal.server.ts';
import type { Kind } from '#modules/records/index.ts';
import { visibleTo } from '#modules/records/index.server.ts';
import { newsActions } from './news.ts';

export interface NewsWindow {
  kind?: Kind | undefined;
  recordId?: Id | undefined;
  /** Only what stands before this place in the journal. */
  before?: JournalPosition | undefined;
  limit: number;
}

/** The latest entries of the journal that are news of records the actor may see, latest first, each with its place. */
export async function selectLatestNews(
  context: Context,
  { kind, recordId, before, limit }: NewsWindow,
): Promise<{ entry: JournalEntry; position: JournalPosition }[]> {
  let query = context.db
    .selectFrom('journal_entry')
    .innerJoin('record', 'record.id', 'journal_entry.record_id')
    .selectAll('journal_entry')
    .where('journal_entry.territory_id', '=', context.territoryId)
    .where('record.territory_id', '=', context.territoryId)
    .where('journal_entry.action', 'in', newsActions)
    .where(visibleTo(context));
  if (kind) query = query.where('record.kind', '=', kind);
  if (recordId) query = query.where('journal_entry.record_id', '=', recordId);
  if (before) {
    const { transactionId, sequence } = before;
    query = query.where(
      sql<boolean>`(journal_entry.transaction_id, journal_entry.sequence) < (${transactionId}::xid8, ${sequence})`,
    );
  }
  const rows = await query
    .orderBy('journal_entry.transaction_id', 'desc')
    .orderBy('journal_entry.sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    entry: toEntry(row),
    position: { transactionId: row.transaction_id, sequence: row.sequence },
  }));
}
