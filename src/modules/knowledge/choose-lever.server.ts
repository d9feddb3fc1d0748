import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { type Result, err } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import { findRecord, linkRecords, unlinkRecords } from '#modules/records/index.server.ts';
import { deleteChoice, insertChoice } from './chosen-lever-store.server.ts';
import { can, longestReason } from './lever.ts';
import { findLever } from './lever-store.server.ts';

export type ChoiceError =
  | { code: 'not-found' | 'not-allowed' }
  | { code: 'reason-missing' | 'already-chosen' }
  | { code: 'reason-too-long'; tooLong: TooLong };

/**
 * Keeps a lever for what an evaluation showed, with the reason in words: the two are linked and the history of the
 * lever says who chose it and why.
 *
 * @param choice.criteria ids of the criteria the lever is to move; those the lever does not name are left aside
 */
export async function chooseLever(
  context: Context,
  choice: { evaluationId: Id; leverId: Id; reason: string; criteria?: readonly string[] },
): Promise<Result<undefined, ChoiceError>> {
  if (!can(context.actor, 'choose-lever')) return err({ code: 'not-allowed' });
  const reason = storableText(choice.reason).trim();
  if (reason === '') return err({ code: 'reason-missing' });
  const tooLong = tooLongFor(reason, longestReason);
  if (tooLong) return err({ code: 'reason-too-long', tooLong });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const lever = await findLever(inside, { id: choice.leverId });
    const evaluation = await findRecord(inside, { id: choice.evaluationId });
    if (!lever || evaluation?.kind !== 'evaluation') return err({ code: 'not-found' });
    const criteria = lever.details.criteria.filter((id) => choice.criteria?.includes(id));
    const ends = { leverId: lever.record.id, evaluationId: evaluation.id };
    if (!(await insertChoice(inside, { ...ends, reason, criteria }))) return err({ code: 'already-chosen' });
    return linkRecords(inside, {
      fromId: ends.leverId,
      toId: ends.evaluationId,
      type: 'chosen-for',
      details: { reason, criteria },
    });
  });
}

/**
 * Takes a choice back. What it was stays in the history of the lever; actions already opened stay as they are.
 *
 * @param choice.evaluationId as a form sent it
 */
export async function withdrawChoice(
  context: Context,
  choice: { evaluationId: string; leverId: Id },
): Promise<Result<undefined, { code: 'not-found' | 'not-allowed' }>> {
  if (!can(context.actor, 'withdraw-choice')) return err({ code: 'not-allowed' });
  if (!isId(choice.evaluationId)) return err({ code: 'not-found' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const withdrawn = await deleteChoice(inside, choice);
    if (!withdrawn) return err({ code: 'not-found' });
    return unlinkRecords(inside, {
      fromId: choice.leverId,
      toId: choice.evaluationId,
      type: 'chosen-for',
      details: withdrawn,
    });
  });
}
