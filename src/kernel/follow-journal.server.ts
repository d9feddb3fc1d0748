import { sql } from 'kysely';
import type { Context } from './context.ts';
import { giveMemoryBackSoon } from './give-memory-back.server.ts';
import type { Id } from './ids.ts';

/** How what is kept of a territory's records is read. */
export interface RecordsReader<Kept> {
  readAll(context: Context): Promise<Kept>;
  /** Brings it up to date with these records, which were made, changed or deleted. */
  readThese(context: Context, kept: Kept, ids: readonly Id[]): Promise<void>;
}

/** When more records changed than that, everything is read again. */
const mostRead = 2000;

/** Most territories of which something is held at once: those asked for last. */
export const mostTerritories = 20;

class Followed<Kept> {
  #kept: Kept | undefined;
  /** What the journal tells from here on is not in it yet. */
  #since = '';
  #refreshing: Promise<unknown> = Promise.resolve();

  /** Reads what changed since the last time. One reader at a time; one that fails leaves everything as it was. */
  async refresh(context: Context, reader: RecordsReader<Kept>): Promise<Kept> {
    const refreshing = this.#refreshing.catch(() => undefined).then(() => this.#readChanges(context, reader));
    this.#refreshing = refreshing;
    return refreshing;
  }

  async #readChanges(context: Context, reader: RecordsReader<Kept>): Promise<Kept> {
    const unseen = await startOfUnseen(context);
    const kept = this.#kept;
    const told = kept === undefined ? [] : await recordsToldSince(context, this.#since);
    const isBehind = kept === undefined || told.length > mostRead;
    const current = isBehind ? await reader.readAll(context) : kept;
    if (!isBehind && told.length > 0) await reader.readThese(context, current, told);
    this.#kept = current;
    this.#since = unseen;
    // Where much was held twice for a while.
    if (isBehind && kept !== undefined) giveMemoryBackSoon();
    return current;
  }
}

/**
 * Keeps in memory what is worked out from all records of a territory: read whole the first time, and after a large import; else only the
 * records that the journal speaks of since.
 *
 * @param name unlike that of anything else that is remembered
 * @returns what gives it as it is when it is asked for, with all that was committed
 */
export function followJournal<Kept>(
  name: string,
  reader: RecordsReader<Kept>,
): (context: Context) => Promise<Kept> {
  const followedOf = ({ memory, territoryId }: Context): Followed<Kept> => {
    const territories = memory.hold(name, () => new Map<Id, Followed<Kept>>());
    const found = territories.get(territoryId) ?? new Followed<Kept>();
    territories.delete(territoryId);
    territories.set(territoryId, found);
    const [oldest] = territories.keys();
    if (territories.size > mostTerritories && oldest !== undefined) territories.delete(oldest);
    return found;
  };
  return (context) =>
    // What a transaction has changed is seen by itself alone.
    context.db.isTransaction
      ? reader.readAll(context)
      : context.memory.recall(context, name, () => followedOf(context).refresh(context, reader));
}

/** Where the journal stands before anything is read: whatever it tells from here on may not have been seen yet. */
async function startOfUnseen({ db }: Context): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    select journal_transaction(pg_snapshot_xmin(pg_current_snapshot()))::text as at`.execute(db);
  return rows[0]?.at ?? '0';
}

/** The records that the journal speaks of from there on: at most one more than are read one by one. */
async function recordsToldSince({ db, territoryId }: Context, since: string): Promise<Id[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .select('record_id as id')
    .distinct()
    .where('territory_id', '=', territoryId)
    .where(sql<boolean>`transaction_id >= ${since}::xid8`)
    .where('record_id', 'is not', null)
    .limit(mostRead + 1)
    .execute();
  return rows.flatMap(({ id }) => id ?? []);
}
