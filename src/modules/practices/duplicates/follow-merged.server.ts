import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { sameJson } from '#kernel/json.ts';
import { changeRecords, lockRecords, mergedIntoOf } from '#modules/records/index.server.ts';
import { type ImportedState, wholeState, withState } from '../import/imported-practice.ts';
import { findAllDetails, updateAllDetails } from '../practice-batch-store.server.ts';
import { detailsState } from '../practice.ts';
import { followedState } from './merge-fields.ts';

/** What an import, or undoing one, made of a record. */
export interface StateChange {
  recordId: Id;
  before: ImportedState;
  after: ImportedState;
}

/**
 * A merged record is unseen and goes on following its source: what changes there reaches the practice that stands for it, wherever
 * that one still says what the merged one said. In the caller's transaction; told in the history of each practice that changes.
 */
export async function followMerged(context: Context, changes: readonly StateChange[]): Promise<void> {
  for (let waiting = changes; waiting.length > 0;) waiting = await followOnce(context, waiting);
}

/** Returns what changed in turn: those practices may have been merged too. */
async function followOnce(context: Context, changes: readonly StateChange[]): Promise<StateChange[]> {
  const into = await mergedIntoOf(
    context,
    changes.map(({ recordId }) => recordId),
  );
  if (into.size === 0) return [];
  const ids = [...new Set(into.values())];
  const records = await lockRecords(context, ids, true);
  const details = await findAllDetails(context, ids);
  const following = ids.flatMap((id) => {
    const [record, own] = [records.get(id), details.get(id)];
    if (!record || !own || record.deletedAt) return [];
    const before = wholeState({ fields: record, details: own });
    const mine = changes.filter(({ recordId }) => into.get(recordId) === id);
    const after = mine.reduce<ImportedState>((state, change) => followedState(state, change), before);
    return sameJson(after, before) ? [] : [{ recordId: id, record, details: own, before, after }];
  });
  const written = following.map((one) => withState({ fields: one.record, details: one.details }, one.after));
  await changeRecords(
    context,
    following.map(({ record, details: own }, index) => ({
      current: record,
      fields: written[index]?.fields ?? record,
      details: { before: detailsState(own), after: detailsState(written[index]?.details ?? own) },
    })),
  );
  await updateAllDetails(
    context,
    following.map(({ recordId, details: own }, index) => ({
      recordId,
      details: written[index]?.details ?? own,
    })),
  );
  return following.map(({ recordId, before, after }) => ({ recordId, before, after }));
}
