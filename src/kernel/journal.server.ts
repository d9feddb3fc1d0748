import { createHash, randomBytes } from 'node:crypto';
import { type ColumnType, type Generated, sql } from 'kysely';
import type { Context } from './context.ts';
import type { Database } from './database.server.ts';
import { type Id, isId, newId } from './ids.ts';
import { type Json, canonicalJson, sameJson } from './json.ts';

declare module './database.server.ts' {
  interface Tables {
    journal_entry: JournalEntryTable;
    personal_value: PersonalValueTable;
  }
}

interface JournalEntryTable {
  id: Id;
  sequence: Generated<number>;
  transaction_id: Generated<string>;
  territory_id: Id;
  record_id: Id | null;
  actor_id: Id | null;
  action: string;
  changes: ColumnType<Changes, string, never>;
  undoes: Id | null;
  happened_at: Date;
}

interface PersonalValueTable {
  id: Id;
  territory_id: Id;
  person_id: Id | null;
  value: ColumnType<Json, string, string>;
  salt: string;
}

/** For each field that changed, what it was and what it became. */
export type Changes = Record<string, { before: Json; after: Json }>;

export interface JournalEntry {
  id: Id;
  sequence: number;
  recordId: Id | null;
  actorId: Id | null;
  action: string;
  changes: Changes;
  undoes: Id | null;
  happenedAt: Date;
}

/** Keeps of two states only the fields that differ. */
export function changesBetween(before: Record<string, Json>, after: Record<string, Json>): Changes {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  const pairs = [...fields].map(
    (field) => [field, { before: valueOf(before, field), after: valueOf(after, field) }] as const,
  );
  return Object.fromEntries(pairs.filter(([, change]) => !sameJson(change.before, change.after)));
}

function valueOf(state: Record<string, Json>, field: string): Json {
  return (Object.hasOwn(state, field) ? state[field] : null) ?? null;
}

/**
 * Writes down who did what, in the transaction that does it. The journal is also the outbox: whoever
 * follows it (feeds, digests, notifications) reads `entriesAfter`.
 *
 * @param entry.id for work that may be run twice: the id by which it finds that it was done
 */
export async function appendToJournal(
  context: Context,
  entry: { id?: Id; recordId?: Id | null; action: string; changes?: Changes; undoes?: Id | null },
): Promise<Id> {
  const id = entry.id ?? newId();
  await context.db
    .insertInto('journal_entry')
    .values({
      id,
      territory_id: context.territoryId,
      record_id: entry.recordId ?? null,
      actor_id: context.actor.personId,
      action: entry.action,
      changes: JSON.stringify(entry.changes ?? {}),
      undoes: entry.undoes ?? null,
      happened_at: context.clock.now(),
    })
    .execute();
  return id;
}

/** Where the next reading of the journal starts. */
export interface JournalPosition {
  transactionId: string;
  sequence: number;
}

export const journalStart: JournalPosition = { transactionId: '0', sequence: 0 };

/**
 * The entries that follow `position`, in commit order: those of transactions still running, and of any that
 * started after them, are left for the next reading, so that none is ever stepped over.
 */
export async function entriesAfter(
  db: Database,
  options: { territoryId: Id; position: JournalPosition; limit: number },
): Promise<{ entries: JournalEntry[]; position: JournalPosition }> {
  const { territoryId, position, limit } = options;
  const rows = await db
    .selectFrom('journal_entry')
    .selectAll()
    .where('territory_id', '=', territoryId)
    .where(sql<boolean>`(transaction_id, sequence) > (${position.transactionId}::xid8, ${position.sequence})`)
    .where(
      sql<boolean>`transaction_id < (select journal_transaction(pg_snapshot_xmin(pg_current_snapshot())))`,
    )
    .orderBy('transaction_id')
    .orderBy('sequence')
    .limit(limit)
    .execute();
  const last = rows.at(-1);
  return {
    entries: rows.map(toEntry),
    position: last ? { transactionId: last.transaction_id, sequence: last.sequence } : position,
  };
}

/** The history of one record, latest first. */
export async function historyOf(
  db: Database,
  options: { territoryId: Id; recordId: Id; limit: number },
): Promise<JournalEntry[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .selectAll()
    .where('territory_id', '=', options.territoryId)
    .where('record_id', '=', options.recordId)
    .orderBy('sequence', 'desc')
    .limit(options.limit)
    .execute();
  return rows.map(toEntry);
}

/** What was done to the territory itself rather than to a record, latest first; only these actions. */
export async function historyOfTerritory(
  db: Database,
  options: { territoryId: Id; actions: readonly string[]; limit: number },
): Promise<JournalEntry[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .selectAll()
    .where('territory_id', '=', options.territoryId)
    .where('record_id', 'is', null)
    .where('action', 'in', options.actions)
    .orderBy('sequence', 'desc')
    .limit(options.limit)
    .execute();
  return rows.map(toEntry);
}

export async function findJournalEntry(
  db: Database,
  options: { territoryId: Id; entryId: string },
): Promise<JournalEntry | undefined> {
  if (!isId(options.entryId)) return undefined;
  const row = await db
    .selectFrom('journal_entry')
    .selectAll()
    .where('territory_id', '=', options.territoryId)
    .where('id', '=', options.entryId)
    .executeTakeFirst();
  return row && toEntry(row);
}

/**
 * Puts a personal value (an e-mail address, a telephone number) where it can be erased, and returns what the
 * journal holds instead: a reference and a salted commitment, with which one who knows the value can still
 * prove it, and one who does not cannot guess it: SHA-256 of the salt followed by the value as canonical JSON.
 */
export async function setAsidePersonalValue(
  context: Context,
  options: { personId: Id | null; value: Json },
): Promise<Json> {
  const id = newId();
  const salt = randomBytes(16).toString('base64url');
  // Canonical, so that the value read back from the database gives the same commitment.
  const text = canonicalJson(options.value);
  await context.db
    .insertInto('personal_value')
    .values({ id, territory_id: context.territoryId, person_id: options.personId, value: text, salt })
    .execute();
  return { personal: id, commitment: createHash('sha256').update(salt).update(text).digest('base64url') };
}

/** A row of the journal as the rest of the product reads it. */
export function toEntry(row: {
  id: Id;
  sequence: number;
  record_id: Id | null;
  actor_id: Id | null;
  action: string;
  changes: Changes;
  undoes: Id | null;
  happened_at: Date;
}): JournalEntry {
  return {
    id: row.id,
    sequence: row.sequence,
    recordId: row.record_id,
    actorId: row.actor_id,
    action: row.action,
    changes: row.changes,
    undoes: row.undoes,
    happenedAt: row.happened_at,
  };
}
