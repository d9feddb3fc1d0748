import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { type FrameworkContent, findCriterion } from '#modules/framework/index.ts';
import { type EvaluationSession, can } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { lockState } from './evaluation-state-store.server.ts';
import {
  type CollectiveAnswer,
  type Priority,
  type Workshop,
  longestPriority,
  longestReason,
  mostPriorities,
} from './workshop.ts';
import {
  listCollective,
  listDots,
  listPriorities,
  removeCollective,
  setOutcome,
  writeCollective,
  writePriorities,
} from './workshop-store.server.ts';

export type WorkshopRefusal = { code: 'not-allowed' | 'not-found' | 'wrong-state' };

/** What the group kept, for whoever may see the result: answers given together, and priorities. */
export async function readWorkshop(
  context: Context,
  session: EvaluationSession,
): Promise<Result<Workshop, { code: 'not-allowed' }>> {
  if (!can(context.actor, 'see-result', session)) return err({ code: 'not-allowed' });
  const { id } = session.record;
  const [collective, priorities] = await Promise.all([
    listCollective(context, id),
    listPriorities(context, id),
  ]);
  return ok({ collective, priorities });
}

/**
 * Keeps what the group answers together on one criterion, in the place of what it answered before. With `answer`
 * null, takes it away.
 */
export async function saveCollectiveAnswer(
  context: Context,
  given: { evaluationId: Id } & Pick<CollectiveAnswer, 'subject' | 'criterionId' | 'reason'> & {
      answer: CollectiveAnswer['answer'] | null;
    },
): Promise<
  Result<
    undefined,
    WorkshopRefusal | { code: 'answer-invalid' } | { code: 'reason-too-long'; tooLong: TooLong }
  >
> {
  const { evaluationId, subject, criterionId, answer } = given;
  const reason = storableText(given.reason).trim();
  const tooLong = tooLongFor(reason, longestReason);
  if (tooLong) return err({ code: 'reason-too-long', tooLong });
  return inWorkshop<undefined, WorkshopRefusal | { code: 'answer-invalid' }>(
    context,
    evaluationId,
    async (inside, { session, content }) => {
      const criterion = findCriterion(content, criterionId)?.criterion;
      if (!criterion || !session.subjects.some(({ key }) => key === subject))
        return err({ code: 'not-found' });
      if (typeof answer === 'number' && !criterion.scale.some(({ level }) => level === answer)) {
        return err({ code: 'answer-invalid' });
      }
      const before = (await listCollective(inside, evaluationId)).find(
        (one) => one.subject === subject && one.criterionId === criterionId,
      );
      if (answer === null) await removeCollective(inside, evaluationId, { subject, criterionId });
      else await writeCollective(inside, evaluationId, { subject, criterionId, answer, reason });
      await appendToJournal(inside, {
        recordId: evaluationId,
        action: 'evaluation.collective-kept',
        changes: {
          [`collective.${subject}.${criterionId}`]: {
            before: before ? told(before) : null,
            after: answer === null ? null : told({ answer, reason }),
          },
        },
      });
      return ok();
    },
  );
}

/** Keeps the short list of priorities, in the order given, in the place of the one before. */
export async function choosePriorities(
  context: Context,
  choice: { evaluationId: Id; chosen: readonly Pick<Priority, 'criterionId' | 'words'>[] },
): Promise<
  Result<
    undefined,
    | WorkshopRefusal
    | { code: 'too-many-priorities' }
    | { code: 'words-too-long'; criterionId: string; tooLong: TooLong }
  >
> {
  const { evaluationId } = choice;
  const chosen = choice.chosen.map(({ criterionId, words }) => ({ criterionId, words: storableLine(words) }));
  if (chosen.length > mostPriorities) return err({ code: 'too-many-priorities' });
  for (const { criterionId, words } of chosen) {
    const tooLong = tooLongFor(words, longestPriority);
    if (tooLong) return err({ code: 'words-too-long', criterionId, tooLong });
  }
  return inWorkshop(context, evaluationId, async (inside, { content }) => {
    const isDouble = new Set(chosen.map(({ criterionId }) => criterionId)).size < chosen.length;
    if (isDouble || chosen.some(({ criterionId }) => !findCriterion(content, criterionId))) {
      return err({ code: 'not-found' });
    }
    const before = await listPriorities(inside, evaluationId);
    const dots = sumOfDots(await listDots(inside, evaluationId));
    const after = chosen.map(({ criterionId, words }): Priority => {
      const outcomeId = before.find((one) => one.criterionId === criterionId)?.outcomeId ?? null;
      return { criterionId, words, dots: dots.get(criterionId) ?? 0, outcomeId };
    });
    await writePriorities(inside, evaluationId, after);
    await appendToJournal(inside, {
      recordId: evaluationId,
      action: 'evaluation.priorities-chosen',
      changes: { priorities: { before: before.map(listed), after: after.map(listed) } },
    });
    return ok();
  });
}

/**
 * Says which record a priority became: an action someone just opened. The first one counts; others follow from the
 * session all the same.
 */
export async function tiePriority(
  context: Context,
  tie: { evaluationId: Id; criterionId: string; outcomeId: Id },
): Promise<Result<undefined, { code: 'not-found' }>> {
  const session = await findSession(context, { id: tie.evaluationId });
  if (!session || !can(context.actor, 'see-result', session)) return err({ code: 'not-found' });
  return (await setOutcome(context, tie.evaluationId, tie)) ? ok() : err({ code: 'not-found' });
}

/** Dots by criterion, all ballots together. */
export function sumOfDots(given: readonly { criterionId: string; dots: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { criterionId, dots } of given) sums.set(criterionId, (sums.get(criterionId) ?? 0) + dots);
  return sums;
}

/** Does one thing of a workshop, on a session whose result is worked out and which is held meanwhile. */
export async function inWorkshop<T, Refusal>(
  context: Context,
  evaluationId: Id,
  work: (
    inside: Context,
    held: { session: EvaluationSession; content: FrameworkContent },
  ) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal | WorkshopRefusal>> {
  if (!can(context.actor, 'hold-workshop')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, evaluationId, 'moving');
    const session = await findSession(inside, { id: evaluationId });
    if (!state || !session) return err({ code: 'not-found' });
    if (!isWorkshopState(state)) return err({ code: 'wrong-state' });
    const framework = await findFrameworkVersion(inside, session.frameworkVersionId);
    if (!framework) throw new Error('a session points to a framework version that cannot be read');
    return work(inside, { session, content: framework.version.content });
  });
}

/** A workshop speaks of a result: from the closing on, published or not. */
export function isWorkshopState(state: EvaluationSession['state']): boolean {
  return state === 'closed' || state === 'published';
}

/** A collective answer as the history tells it, and as `undoEvaluationChange` reads it again. */
export function told({ answer, reason }: Pick<CollectiveAnswer, 'answer' | 'reason'>): Json {
  return reason === '' ? String(answer) : `${answer} – ${reason}`;
}

/** A priority, alike. */
export function listed({ criterionId, words }: Priority): string {
  return words === '' ? criterionId : `${criterionId} – ${words}`;
}
