import { sql } from 'kysely';
import type { Database } from './database.server.ts';
import type { Id } from './ids.ts';
import { type JournalEntry, toEntry } from './journal.server.ts';

/**
 * The entries whose action begins with `prefix`, latest first, and how many there are. An index serves `moderation.`;
 * for others the whole journal is read.
 */
export async function entriesByPrefix(
  db: Database,
  options: { territoryId: Id; prefix: string; limit: number; offset: number },
): Promise<{ entries: JournalEntry[]; total: number }> {
  const ofPrefix = db
    .selectFrom('journal_entry')
    .where('territory_id', '=', options.territoryId)
    .where(sql<boolean>`starts_with(action, ${options.prefix})`);
  const [rows, { total }] = await Promise.all([
    ofPrefix.selectAll().orderBy('sequence', 'desc').limit(options.limit).offset(options.offset).execute(),
    ofPrefix.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { entries: rows.map(toEntry), total };
}

/** What someone did on the territory after `since` and until `until`, latest first. */
export async function entriesOfActor(
  db: Database,
  options: { territoryId: Id; actorId: Id; since: Date; until: Date; limit: number },
): Promise<JournalEntry[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .selectAll()
    .where('territory_id', '=', options.territoryId)
    .where('actor_id', '=', options.actorId)
    .where('happened_at', '>', options.since)
    .where('happened_at', '<=', options.until)
    .orderBy('sequence', 'desc')
    .limit(options.limit)
    .execute();
  return rows.map(toEntry);
}

/** When someone first did something on the territory; undefined when they never did. */
export async function firstEntryOfActor(
  db: Database,
  options: { territoryId: Id; actorId: Id },
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('journal_entry')
    .select('happened_at')
    .where('territory_id', '=', options.territoryId)
    .where('actor_id', '=', options.actorId)
    .orderBy('happened_at')
    .limit(1)
    .executeTakeFirst();
  return row?.happened_at;
}

/** The other entries that were written in the same transaction as this one, latest first. */
export async function entriesBeside(
  db: Database,
  options: { territoryId: Id; entryId: Id },
): Promise<JournalEntry[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .selectAll()
    .where('territory_id', '=', options.territoryId)
    .where('id', '!=', options.entryId)
    .where('transaction_id', '=', (eb) =>
      eb
        .selectFrom('journal_entry as this')
        .select('this.transaction_id')
        .where('this.territory_id', '=', options.territoryId)
        .where('this.id', '=', options.entryId),
    )
    .orderBy('sequence', 'desc')
    .execute();
  return rows.map(toEntry);
}

/** Whether someone else than who made this entry has changed its record since. */
export async function isChangedByOthers(
  db: Database,
  options: { territoryId: Id; entry: JournalEntry },
): Promise<boolean> {
  const { entry } = options;
  const row = await db
    .selectFrom('journal_entry')
    .select('id')
    .where('territory_id', '=', options.territoryId)
    .where('record_id', '=', entry.recordId)
    .where('sequence', '>', entry.sequence)
    .where(sql<boolean>`action like '%.changed'`)
    .where(sql<boolean>`actor_id is distinct from ${entry.actorId}`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
