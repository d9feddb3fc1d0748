import type { Context } from '#kernel/context.ts';
import { allInOrder } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendBatchToJournal } from '#kernel/journal-batch.server.ts';
import { type Changes, changesBetween } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import type { Details } from './change-record.server.ts';
import { type Kind, type RecordCore, type RecordFields, stateOf } from './record.ts';
import {
  type NewRecord,
  insertRecords,
  markAllDeleted,
  newRecordIds,
  updateRecords,
} from './record-batch-store.server.ts';

/** What a kind keeps beside the core, and what it wants told besides: references to personal values. */
interface Told {
  details: Details;
  also?: Changes;
}

/**
 * `createRecord` for many records at once, in the caller's transaction: the caller adds its own tables' rows, and
 * checks who may. `action` is what the journal says, such as `practice.imported`; `ids` come from `newRecordIds`, where the
 * caller needs them before. Returns the ids, in order.
 */
export async function createRecords(
  context: Context,
  batch: { kind: Kind; action: string; records: readonly (NewRecord & Told)[]; ids?: readonly Id[] },
): Promise<readonly Id[]> {
  if (batch.records.length === 0) return [];
  const ids = batch.ids ?? (await newRecordIds(context, batch.records.length));
  const records = batch.records.map((record, index) => ({ ...record, id: ids[index] ?? '' }));
  await allInOrder([
    () => insertRecords(context, batch.kind, records),
    () =>
      appendBatchToJournal(
        context,
        records.map(({ id, fields, details, also }) => ({
          id: newId(),
          recordId: id,
          action: batch.action,
          changes: { ...changesFromNothing({ ...stateOf(fields), ...details }), ...also },
        })),
      ),
  ]);
  return ids;
}

/** What was given: most fields of what comes from elsewhere are empty, and would take half of the journal. */
function changesFromNothing(state: Details): Changes {
  const filled = Object.entries(state).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(filled.map(([field, after]) => [field, { before: null, after }]));
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export interface BatchChange {
  /** As read under lock in this transaction. */
  current: RecordCore;
  fields: RecordFields;
  details: { before: Details; after: Details };
  undoes?: Id | null;
}

/**
 * `changeRecord` for many records at once, in the caller's transaction. The journal's action is `<kind>.changed`, or
 * `<kind>.change-undone` when a change says what it undoes, or what `action` says. Returns the ids of the entries.
 */
export async function changeRecords(
  context: Context,
  changes: readonly BatchChange[],
  action?: string,
): Promise<Id[]> {
  if (changes.length === 0) return [];
  await updateRecords(
    context,
    changes.map(({ current, fields }) => ({ id: current.id, version: current.version, fields })),
  );
  const entries = changes.map(({ current, fields, details, undoes }) => ({
    id: newId(),
    recordId: current.id,
    action: action ?? `${current.kind}.${undoes ? 'change-undone' : 'changed'}`,
    changes: changesBetween(
      { ...stateOf(current), ...details.before },
      { ...stateOf(fields), ...details.after },
    ),
    undoes: undoes ?? null,
  }));
  await appendBatchToJournal(context, entries);
  return entries.map(({ id }) => id);
}

/** Takes many records away, as `deleteRecord` does; the caller checks who may. */
export async function deleteRecords(
  context: Context,
  records: { kind: Kind; ids: readonly Id[] },
): Promise<void> {
  if (records.ids.length === 0) return;
  await markAllDeleted(context, records.ids);
  await appendBatchToJournal(
    context,
    records.ids.map((recordId) => ({
      id: newId(),
      recordId,
      action: `${records.kind}.deleted`,
      changes: {},
    })),
  );
}
