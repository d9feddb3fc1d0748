import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { findJournalEntry } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type RecordCore, type RecordFields, stateOf } from '#modules/records/index.ts';
import { changeRecord, createRecord, stateBefore } from '#modules/records/index.server.ts';
import { type Practice, type PracticeDetails, type PracticeInput, detailsState } from './practice.ts';
import { findPractice, insertDetails, updateDetails } from './practice-store.server.ts';
import {
  type InvalidPractice,
  type PreparedPractice,
  newPractice,
  preparePractice,
} from './prepare-practice.server.ts';

/** Makes a practice that everyone sees at once. For whoever is signed in; others pass through a mail link. */
export async function proposePractice(
  context: Context,
  input: PracticeInput,
): Promise<Result<RecordCore, InvalidPractice | { code: 'not-allowed' }>> {
  if (!hasRole(context.actor, 'contributor')) return err({ code: 'not-allowed' });
  const prepared = await preparePractice(context, input, newPractice);
  if (!prepared.ok) return prepared;
  return ok(await createPractice(context, prepared.value));
}

/** Writes record, details and journal together; the caller has checked who may. */
export function createPractice(
  context: Context,
  practice: PreparedPractice & { fingerprint?: string },
): Promise<RecordCore> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const record = await createRecord(inside, {
      kind: 'practice',
      fields: practice.fields,
      details: detailsState(practice.details),
      ...(practice.fingerprint && { fingerprint: practice.fingerprint }),
    });
    await insertDetails(inside, record.id, practice.details);
    return record;
  });
}

/** A draft for someone who has not yet proved their address: nobody else sees it before they do. */
export async function createDraft(
  context: Context,
  input: PracticeInput,
): Promise<Result<RecordCore, InvalidPractice>> {
  const prepared = await preparePractice(context, input, newPractice);
  if (!prepared.ok) return prepared;
  const { fields, details } = prepared.value;
  return ok(await createPractice(context, { fields: { ...fields, visibility: 'draft' }, details }));
}

/** Shows a draft to everyone. */
export async function publishDraft(context: Context, recordId: Id): Promise<Result<RecordCore, EditError>> {
  const current = await findPractice(context, { id: recordId });
  if (!current) return err({ code: 'not-found' });
  const fields: RecordFields = { ...current.record, visibility: 'public' };
  return savePractice(context, {
    current,
    version: current.record.version,
    fields,
    details: current.details,
  });
}

export type EditError =
  InvalidPractice | { code: 'not-found' | 'not-allowed' } | { code: 'changed-meanwhile'; current: Practice };

/** Saves an edited practice, unless someone else saved since `version`: then both texts are handed back. */
export async function editPractice(
  context: Context,
  edit: { recordId: string; version: number; input: PracticeInput },
): Promise<Result<RecordCore, EditError>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const current = await findPractice(inside, { id: edit.recordId });
    if (!current) return err({ code: 'not-found' });
    const prepared = await preparePractice(inside, edit.input, {
      fields: current.record,
      details: current.details,
    });
    if (!prepared.ok) return prepared;
    return savePractice(inside, { current, version: edit.version, ...prepared.value });
  });
}

/** Gives the fields of one journal entry the values they had before it. */
export async function undoPracticeChange(
  context: Context,
  undo: { recordId: string; entryId: string },
): Promise<Result<RecordCore, EditError | { code: 'changed-since'; fields: string[] }>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const current = await findPractice(inside, { id: undo.recordId });
    const entry = await findJournalEntry(db, { territoryId: context.territoryId, entryId: undo.entryId });
    if (!current || entry?.recordId !== undo.recordId || !/\.(changed|change-undone)$/.test(entry.action)) {
      return err({ code: 'not-found' });
    }
    const state = { ...stateOf(current.record), ...detailsState(current.details) };
    const before = stateBefore(state, entry);
    if (!before.ok) return before;
    const { fields, details } = fromState(current, before.value);
    return savePractice(inside, {
      current,
      version: current.record.version,
      fields,
      details,
      undoes: entry.id,
    });
  });
}

async function savePractice(
  context: Context,
  change: { current: Practice; version: number; fields: RecordFields; details: PracticeDetails; undoes?: Id },
): Promise<Result<RecordCore, EditError>> {
  const { current, details } = change;
  const saved = await changeRecord(context, {
    current: current.record,
    version: change.version,
    fields: change.fields,
    details: { before: detailsState(current.details), after: detailsState(details) },
    ...(change.undoes && { undoes: change.undoes }),
  });
  if (!saved.ok)
    return saved.error.code === 'changed-meanwhile' ? changedMeanwhile(context, current) : err(saved.error);
  const { record, changes } = saved.value;
  // Nothing changed, nothing is written: what was read may no longer be what stands there.
  if (Object.keys(changes).length > 0) await updateDetails(context, record.id, details);
  return ok(record);
}

/** What stands there now; what the caller read may be older than what the other person saved. */
async function changedMeanwhile(context: Context, { record }: Practice): Promise<Result<never, EditError>> {
  const current = await findPractice(context, { id: record.id });
  return current ? err({ code: 'changed-meanwhile', current }) : err({ code: 'not-found' });
}

/** Rebuilds fields and details from the flat state of the journal, which names every field of both. */
function fromState(current: Practice, state: Record<string, Json>): PreparedPractice {
  const pick = (model: object) => Object.fromEntries(Object.keys(model).map((key) => [key, state[key]]));
  return {
    fields: { ...current.record, ...pick(stateOf(current.record)) },
    details: { ...current.details, ...pick(current.details) },
  };
}
