import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { hasRole } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText, isEmptyRichText } from '#kernel/rich-text/rich-text.ts';
import { storableText } from '#kernel/storable-text.ts';
import { findComment, insertComment, markCommentDeleted } from './comment-store.server.ts';
import { can } from './record.ts';
import { findRecord } from './record-store.server.ts';

/** Adds a comment written in Markdown to a record the actor may see. */
export async function addComment(
  context: Context,
  comment: { recordId: Id; markdown: string },
): Promise<Result<Id, { code: 'not-found' | 'not-allowed' | 'comment-empty' | 'comment-too-long' }>> {
  const record = await findRecord(context, { id: comment.recordId });
  if (!record) return err({ code: 'not-found' });
  if (!can(context.actor, 'comment', record)) return err({ code: 'not-allowed' });
  if (comment.markdown.length > 10_000) return err({ code: 'comment-too-long' });
  const body = checkRichText(parseMarkdown(storableText(comment.markdown)));
  if (!body.ok) return err({ code: 'comment-too-long' });
  if (isEmptyRichText(body.value)) return err({ code: 'comment-empty' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const id = await insertComment(inside, { recordId: record.id, body: body.value });
    await appendToJournal(inside, {
      recordId: record.id,
      action: 'comment.created',
      changes: { [`comment.${id}`]: { before: null, after: id } },
    });
    return ok(id);
  });
}

/** Takes a comment away: its author may, and facilitators. */
export async function deleteComment(
  context: Context,
  commentId: string,
): Promise<Result<undefined, { code: 'not-found' | 'not-allowed' }>> {
  const comment = await findComment(context, commentId);
  if (!comment || !(await findRecord(context, { id: comment.recordId }))) return err({ code: 'not-found' });
  const isAuthor = comment.authorId !== null && comment.authorId === context.actor.personId;
  if (!isAuthor && !hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await markCommentDeleted(inside, comment.id);
    await appendToJournal(inside, {
      recordId: comment.recordId,
      action: 'comment.deleted',
      changes: { [`comment.${comment.id}`]: { before: comment.id, after: null } },
    });
    return ok();
  });
}
