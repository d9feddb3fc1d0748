import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import { type Comment, findComment } from './comment-store.server.ts';
import { findHiding, setHiding } from './hiding-store.server.ts';
import { type Hiding, hidingReasons, mayRead, mostHidingWords } from './hiding.ts';
import { type RecordCore, can } from './record.ts';
import { type RecordName, findRecord } from './record-store.server.ts';

/** The form that hides: another reason than those listed needs words. */
const hidingShape = z
  .object({
    reason: z.enum(hidingReasons),
    words: limitedText(mostHidingWords, (text) => storableText(text).trim()),
  })
  .superRefine(({ reason, words }, context) => {
    if (reason === 'other' && words === '') context.addIssue({ code: 'custom', path: ['words'] });
  });

/** What names a record, or a comment on it, that may come from outside. */
export type TargetName = RecordName & { commentId: string | null };

/** A record as the actor sees it, or one comment on it. */
export interface FoundTarget {
  record: RecordCore;
  comment: Comment | null;
  hiding: Hiding | null;
}

/** What the actor may read of what is named; a hidden comment is for its author and facilitators. */
export async function findTarget(context: Context, name: TargetName): Promise<FoundTarget | undefined> {
  const record = await findRecord(context, name);
  if (!record) return undefined;
  if (name.commentId === null) {
    return { record, comment: null, hiding: await findHiding(context, record.id) };
  }
  const comment = await findComment(context, name.commentId);
  if (comment?.recordId !== record.id || !mayRead(context.actor, comment)) return undefined;
  return { record, comment, hiding: comment.hiding };
}

export type HideRefusal =
  { code: 'not-found' | 'not-allowed' | 'already' } | { code: 'invalid'; problems: FieldProblem[] };

/**
 * Hides a record or a comment, for a reason that everyone can read. It is kept: its authors and facilitators still see
 * it, and it can be shown again. Of two who hide the same thing at once, the second is told that it is done.
 */
export async function hide(
  context: Context,
  request: { target: TargetName; reason: string; words: string },
): Promise<Result<RecordCore, HideRefusal>> {
  const found = await findTarget(context, request.target);
  if (!found) return err({ code: 'not-found' });
  if (!can(context.actor, 'hide', found.record)) return err({ code: 'not-allowed' });
  const read = hidingShape.safeParse(request);
  if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
  return change(context, found, { at: context.clock.now(), ...read.data });
}

/** Shows to everyone again what was hidden. */
export async function showAgain(
  context: Context,
  target: TargetName,
): Promise<Result<RecordCore, HideRefusal>> {
  const found = await findTarget(context, target);
  if (!found) return err({ code: 'not-found' });
  if (!can(context.actor, 'hide', found.record)) return err({ code: 'not-allowed' });
  return change(context, found, null);
}

function change(
  context: Context,
  { record, comment }: FoundTarget,
  hiding: Hiding | null,
): Promise<Result<RecordCore, HideRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const commentId: Id | null = comment?.id ?? null;
    if (!(await setHiding(inside, { recordId: record.id, commentId }, hiding)))
      return err({ code: 'already' });
    const told = hiding && { reason: hiding.reason, words: hiding.words };
    await appendToJournal(inside, {
      recordId: record.id,
      action: `moderation.${comment ? 'comment-' : ''}${hiding ? 'hidden' : 'shown'}`,
      changes: {
        hiding: { before: null, after: told },
        kind: { before: null, after: record.kind },
        ...(commentId && { comment: { before: null, after: commentId } }),
      },
    });
    return ok(record);
  });
}
