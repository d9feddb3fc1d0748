import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Changes, type JournalEntry, appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Json, sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findPurged } from './purge-store.server.ts';
import { insertFollow } from './follow-store.server.ts';
import { type Kind, type RecordCore, type RecordFields, can, stateOf, undoDays } from './record.ts';
import { findRecord, insertRecord, setDeleted, updateRecordRow } from './record-store.server.ts';
import { findTombstone } from './deleted-store.server.ts';

/** What a kind keeps beside the core, as the journal writes it. */
export type Details = Record<string, Json>;

/**
 * Makes a record and its journal entry; who makes it follows it. The caller adds its own table's row in the same transaction.
 * Permission to create is the calling module's to check.
 */
export async function createRecord(
  context: Context,
  record: { kind: Kind; fields: RecordFields; details: Details; fingerprint?: string },
): Promise<RecordCore> {
  const created = await insertRecord(context, record);
  const after = { ...stateOf(record.fields), ...record.details };
  const changes = changesBetween({}, after);
  const { personId } = context.actor;
  if (personId) await insertFollow(context, personId, { recordId: created.id });
  await appendToJournal(context, { recordId: created.id, action: `${record.kind}.created`, changes });
  return created;
}

export type ChangeError = { code: 'not-allowed' } | { code: 'changed-meanwhile' };

/**
 * Saves the changed fields and says in the journal what changed. `current` is what the caller read;
 * `version` is the one the person saw: when somebody saved in between, nothing is written.
 */
export async function changeRecord(
  context: Context,
  change: {
    current: RecordCore;
    version: number;
    fields: RecordFields;
    details: { before: Details; after: Details };
    undoes?: Id;
  },
): Promise<Result<{ record: RecordCore; changes: Changes }, ChangeError>> {
  const { current, fields, details } = change;
  if (!can(context.actor, 'edit', current)) return err({ code: 'not-allowed' });
  if (fields.visibility !== current.visibility && !can(context.actor, 'change-visibility', current)) {
    return err({ code: 'not-allowed' });
  }
  if (fields.licence !== current.licence && !can(context.actor, 'change-licence', current)) {
    return err({ code: 'not-allowed' });
  }
  if (current.version !== change.version) return err({ code: 'changed-meanwhile' });
  const changes = changesBetween(
    { ...stateOf(current), ...details.before },
    { ...stateOf(fields), ...details.after },
  );
  if (Object.keys(changes).length === 0) return ok({ record: current, changes });
  const record = await updateRecordRow(context, { id: current.id, version: change.version, fields });
  if (!record) return err({ code: 'changed-meanwhile' });
  await appendToJournal(context, {
    recordId: current.id,
    action: `${current.kind}.${change.undoes ? 'change-undone' : 'changed'}`,
    changes,
    undoes: change.undoes ?? null,
  });
  return ok({ record, changes });
}

/**
 * The state that undoing an entry gives back: its fields as they were before. Refused when one of them was
 * changed again since, for that later change would be lost.
 */
export function stateBefore(
  current: Record<string, Json>,
  entry: Pick<JournalEntry, 'changes'>,
): Result<Record<string, Json>, { code: 'changed-since'; fields: string[] }> {
  const fields = Object.entries(entry.changes)
    .filter(([field, change]) => !sameJson(current[field], change.after))
    .map(([field]) => field);
  if (fields.length > 0) return err({ code: 'changed-since', fields });
  const before = Object.fromEntries(
    Object.entries(entry.changes).map(([field, change]) => [field, change.before]),
  );
  return ok({ ...current, ...before });
}

export async function deleteRecord(
  context: Context,
  recordId: string,
): Promise<Result<undefined, { code: 'not-found' | 'not-allowed' | 'mirrored' }>> {
  const record = await findRecord(context, { id: recordId });
  if (!record) return err({ code: 'not-found' });
  if (record.mirrorOf) return err({ code: 'mirrored' });
  if (!can(context.actor, 'delete', record)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const isFirst = await setDeleted(inside, { id: record.id, deletedAt: context.clock.now() });
    if (!isFirst) return err({ code: 'not-found' });
    await appendToJournal(inside, { recordId: record.id, action: `${record.kind}.deleted` });
    return ok();
  });
}

/** Brings back what was deleted less than 30 days ago. */
export async function restoreRecord(
  context: Context,
  where: { kind: Kind; shortId: string },
): Promise<Result<RecordCore, { code: 'not-found' | 'not-allowed' | 'too-late' }>> {
  const record = await findTombstone(context, where);
  if (!record?.deletedAt) return err({ code: (await findPurged(context, where)) ? 'too-late' : 'not-found' });
  if (!can(context.actor, 'restore', record)) return err({ code: 'not-allowed' });
  const age = context.clock.now().getTime() - record.deletedAt.getTime();
  if (age > undoDays * 86_400_000) return err({ code: 'too-late' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await setDeleted(inside, { id: record.id, deletedAt: null });
    const restored = await findRecord(inside, { id: record.id });
    if (!restored) return err({ code: 'not-found' });
    await appendToJournal(inside, { recordId: record.id, action: `${record.kind}.restored` });
    return ok(restored);
  });
}
