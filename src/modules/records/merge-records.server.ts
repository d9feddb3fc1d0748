import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Changes, appendToJournal, changesBetween, findJournalEntry } from '#kernel/journal.server.ts';
import { type Json, sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { DetailedKind, DetailedRecord, NewState } from './detailed-records.server.ts';
import { fromState } from './detailed-records.server.ts';
import { moveRows, moveRowsBack } from './merge-rows-store.server.ts';
import {
  type Merge,
  deleteMerge,
  insertMerge,
  lockBoth,
  lockMerge,
  setMergedInto,
  writeKept,
} from './merge-store.server.ts';
import { lockRecords } from './record-batch-store.server.ts';
import { type RecordCore, stateOf } from './record.ts';

/** The field of a journal entry that names the other record of a merge. */
const mergedField = 'merged';

/** Two records that say the same, as whoever compared them saw them. */
export interface MergeAsked {
  keptId: string;
  keptVersion: number;
  mergedId: string;
  mergedVersion: number;
}

export type MergeError =
  | { code: 'not-allowed' }
  | { code: 'not-found' }
  | { code: 'changed-meanwhile' }
  | { code: 'seen-by-others' }
  | { code: 'mirrored' };

/**
 * Makes one record of two. The kept one takes the fields that `prepare` says, and everything people added to the other one;
 * that one stays as it was, unseen, so that its source finds it again and un-merging gives it back. For facilitators. Of several
 * people who merge the same records at once, one succeeds.
 *
 * @param prepare what the kept one becomes, and the names of the fields it takes from the other
 * @param also what the kind moves besides, in the same transaction
 * @returns `mirrored` when the kept one follows a source, and would take something of the other; `seen-by-others` when not the same people see both: merging would show, or hide, what was said
 */
export async function mergeDetailed<Own extends object, Refusal = never>(
  context: Context,
  kind: DetailedKind<Own>,
  merge: MergeAsked & {
    prepare: (
      kept: DetailedRecord<Own>,
      merged: DetailedRecord<Own>,
    ) => Result<NewState<Own> & { taken: string[] }, Refusal>;
    also?: (inside: Context, ends: { from: Id; to: Id; taken: readonly string[] }) => Promise<void>;
  },
): Promise<Result<RecordCore, MergeError | Refusal>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  if (merge.keptId === merge.mergedId) return err({ code: 'not-found' });
  return inTransaction<Result<RecordCore, MergeError | Refusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const seen = [
      await kind.find(inside, { id: merge.keptId }),
      await kind.find(inside, { id: merge.mergedId }),
    ];
    if (!seen[0] || !seen[1]) return err({ code: 'not-found' });
    if (!(await lockBoth(inside, [seen[0].record.id, seen[1].record.id])))
      return err({ code: 'changed-meanwhile' });
    const kept = await kind.find(inside, { id: merge.keptId });
    const merged = await kind.find(inside, { id: merge.mergedId });
    if (kept?.record.version !== merge.keptVersion || merged?.record.version !== merge.mergedVersion)
      return err({ code: 'changed-meanwhile' });
    if (kept.record.visibility !== merged.record.visibility || kept.record.visibility === 'draft')
      return err({ code: 'seen-by-others' });
    const prepared = merge.prepare(kept, merged);
    if (!prepared.ok) return prepared;
    const { taken, ...state } = prepared.value;
    if (kept.record.mirrorOf && taken.length > 0) return err({ code: 'mirrored' });
    const record = await writeMerge(inside, kind, { kept, merged, state, taken });
    await merge.also?.(inside, { from: merged.record.id, to: kept.record.id, taken });
    return ok(record);
  });
}

async function writeMerge<Own extends object>(
  inside: Context,
  kind: DetailedKind<Own>,
  merge: { kept: DetailedRecord<Own>; merged: DetailedRecord<Own>; state: NewState<Own>; taken: string[] },
): Promise<RecordCore> {
  const { kept, merged, state, taken } = merge;
  const [to, from] = [kept.record, merged.record];
  const authors = from.authorIds.filter((id) => !to.authorIds.includes(id));
  const record = await writeKept(inside, {
    record: to,
    fields: state.fields,
    authorIds: [...to.authorIds, ...authors],
  });
  await kind.update(inside, to.id, state.details);
  await setMergedInto(inside, from.id, to.id);
  const moved = { ...(await moveRows(inside, { from: from.id, to: to.id })), authors };
  const entryId = await appendToJournal(inside, {
    recordId: to.id,
    action: `${to.kind}.merged`,
    changes: {
      ...changesBetween(wholeState(kind, kept), { ...stateOf(state.fields), ...kind.stateOf(state.details) }),
      [mergedField]: { before: null, after: named(from) },
    },
  });
  await appendToJournal(inside, {
    recordId: from.id,
    action: `${to.kind}.merged-into`,
    changes: { [mergedField]: { before: null, after: named(to) } },
  });
  await insertMerge(inside, { mergedId: from.id, keptId: to.id, entryId, taken, moved });
  return record;
}

const named = ({ id, title }: RecordCore) => ({ id, name: title });

function wholeState<Own extends object>(kind: DetailedKind<Own>, { record, details }: DetailedRecord<Own>) {
  return { ...stateOf(record), ...kind.stateOf(details) };
}

/** A field that the merge changed and that was changed again since. */
export interface ChangedSince {
  field: string;
  before: Json;
  now: Json;
}

export type UnmergeError =
  { code: 'not-allowed' } | { code: 'not-found' } | { code: 'changed-since'; fields: ChangedSince[] };

/**
 * Gives back the two records of a merge: the merged one as it is, the kept one with the fields it had before, each with
 * what people had added to it. What people added since stays with the kept one. For facilitators.
 *
 * @param undo.decided of the fields that were changed since, those that someone decided about: `keep` what stands there now, or `give-back`
 * @returns `changed-since`, with the fields that nobody decided about
 */
export async function unmergeDetailed<Own extends object>(
  context: Context,
  kind: DetailedKind<Own>,
  undo: {
    recordId: string;
    entryId: string;
    decided?: Readonly<Record<string, 'keep' | 'give-back'>>;
    also?: (inside: Context, ends: { from: Id; to: Id; taken: readonly string[] }) => Promise<void>;
  },
): Promise<Result<RecordCore, UnmergeError>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  return inTransaction<Result<RecordCore, UnmergeError>>(context.db, async (db) => {
    const inside = { ...context, db };
    const entry = await findJournalEntry(db, { territoryId: context.territoryId, entryId: undo.entryId });
    const merge = entry && (await lockMerge(inside, entry.id));
    if (!merge || merge.keptId !== undo.recordId) return err({ code: 'not-found' });
    await lockRecords(inside, [merge.keptId, merge.mergedId], true);
    const kept = await kind.find(inside, { id: merge.keptId });
    if (!kept) return err({ code: 'not-found' });
    const back = stateWithout(wholeState(kind, kept), entry.changes, undo.decided ?? {});
    if (!back.ok) return back;
    const record = await writeUnmerge(inside, kind, {
      merge,
      kept,
      state: fromState(kind, kept, back.value),
    });
    await undo.also?.(inside, { from: merge.keptId, to: merge.mergedId, taken: merge.taken });
    return ok(record);
  });
}

async function writeUnmerge<Own extends object>(
  inside: Context,
  kind: DetailedKind<Own>,
  { merge, kept, state }: { merge: Merge; kept: DetailedRecord<Own>; state: NewState<Own> },
): Promise<RecordCore> {
  const { entryId, keptId, mergedId, moved } = merge;
  const authorIds = kept.record.authorIds.filter((id) => !moved.authors.includes(id));
  const record = await writeKept(inside, { record: kept.record, fields: state.fields, authorIds });
  await kind.update(inside, keptId, state.details);
  await setMergedInto(inside, mergedId, null);
  await moveRowsBack(inside, { from: keptId, to: mergedId }, moved);
  await deleteMerge(inside, mergedId);
  const changes = changesBetween(wholeState(kind, kept), {
    ...stateOf(state.fields),
    ...kind.stateOf(state.details),
  });
  const action = `${kept.record.kind}.unmerged`;
  await appendToJournal(inside, { recordId: keptId, action, changes, undoes: entryId });
  await appendToJournal(inside, { recordId: mergedId, action, undoes: entryId });
  return record;
}

/** Of the fields that a merge changed, those that are neither as it made them nor as they were before. */
export function changedSinceMerge(current: Record<string, Json>, changes: Changes): ChangedSince[] {
  return Object.entries(changes).flatMap(([field, { before, after }]) => {
    const now = current[field] ?? null;
    const stands = field === mergedField || sameJson(now, after) || sameJson(now, before);
    return stands ? [] : [{ field, before, now }];
  });
}

/** The state before a merge, field by field; refused when someone has to decide about one of them. */
function stateWithout(
  current: Record<string, Json>,
  changes: Changes,
  decided: Readonly<Record<string, 'keep' | 'give-back'>>,
): Result<Record<string, Json>, { code: 'changed-since'; fields: ChangedSince[] }> {
  const since = changedSinceMerge(current, changes);
  const undecided = since.filter(({ field }) => !decided[field]);
  if (undecided.length > 0) return err({ code: 'changed-since', fields: undecided });
  const staying = new Set([
    mergedField,
    ...since.map(({ field }) => field).filter((field) => decided[field] === 'keep'),
  ]);
  const given = Object.entries(changes).filter(([field]) => !staying.has(field));
  return ok({ ...current, ...Object.fromEntries(given.map(([field, { before }]) => [field, before])) });
}
