import { type Actor, type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText, isEmptyRichText } from '#kernel/rich-text/rich-text.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { storableText } from '#kernel/storable-text.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import {
  type Comment,
  findComment,
  insertComment,
  listComments,
  markCommentDeleted,
} from './comment-store.server.ts';
import type { CommentShown } from './comment.ts';
import { mayRead } from './hiding.ts';
import { mayAddLinks } from './newcomer-links.server.ts';
import { can } from './record.ts';
import { findRecord } from './record-store.server.ts';

/** A lively talk holds in it; a program does not. */
const commentsOfPerson: Limit = { name: 'comment-person', most: 30, minutes: 30 };

export interface CommentRefusal {
  code:
    | 'not-found'
    | 'not-allowed'
    | 'comment-empty'
    | 'comment-too-long'
    | 'too-many-comments'
    | 'too-many-links';
}

/** Adds a comment written in Markdown to a record the actor may see. */
export async function addComment(
  context: Context,
  comment: { recordId: Id; markdown: string },
): Promise<Result<Id, CommentRefusal>> {
  const record = await findRecord(context, { id: comment.recordId });
  if (!record) return err({ code: 'not-found' });
  if (!can(context.actor, 'comment', record)) return err({ code: 'not-allowed' });
  if (comment.markdown.length > 10_000) return err({ code: 'comment-too-long' });
  const body = checkRichText(parseMarkdown(storableText(comment.markdown)));
  if (!body.ok) return err({ code: 'comment-too-long' });
  if (isEmptyRichText(body.value)) return err({ code: 'comment-empty' });
  if (!(await mayAddLinks(context, body.value))) return err({ code: 'too-many-links' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const { personId } = context.actor;
    if (personId && !(await takeTurn(inside, commentsOfPerson, personId))) {
      return err({ code: 'too-many-comments' });
    }
    const id = await insertComment(inside, { recordId: record.id, body: body.value });
    await appendToJournal(inside, {
      recordId: record.id,
      action: 'comment.created',
      changes: { [`comment.${id}`]: { before: null, after: id } },
    });
    return ok(id);
  });
}

/**
 * The comments of a record the actor may see, oldest first: the caller has found the record. Of a hidden one others than
 * its author and facilitators are told only that it is, when and why.
 */
export async function readComments(context: Context, recordId: Id): Promise<CommentShown[]> {
  const comments = await listComments(context, recordId);
  const names = await namesOf(context.db, [...new Set(comments.flatMap(({ authorId }) => authorId ?? []))]);
  return comments.map((comment) => {
    const isRead = mayRead(context.actor, comment);
    return {
      id: comment.id,
      html: isRead ? renderHtml(comment.body) : '',
      author: isRead ? (comment.authorId && names.get(comment.authorId)) || comment.authorName : '',
      at: comment.createdAt,
      mayDelete: mayDelete(context.actor, comment),
      hiding: comment.hiding,
      isRead,
    };
  });
}

function mayDelete(actor: Actor, { authorId }: Pick<Comment, 'authorId'>): boolean {
  const isAuthor = authorId !== null && authorId === actor.personId;
  return hasRole(actor, isAuthor ? 'contributor' : 'facilitator');
}

/** Brings back a comment that was taken away: its author may, and facilitators. */
export async function restoreComment(
  context: Context,
  commentId: string,
): Promise<Result<undefined, { code: 'not-found' | 'not-allowed' }>> {
  const comment = await findComment(context, commentId, 'deleted');
  if (!comment || !(await findRecord(context, { id: comment.recordId }))) return err({ code: 'not-found' });
  if (!mayDelete(context.actor, comment)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await markCommentDeleted(inside, comment.id, null);
    await appendToJournal(inside, {
      recordId: comment.recordId,
      action: 'comment.restored',
      changes: { [`comment.${comment.id}`]: { before: null, after: comment.id } },
    });
    return ok();
  });
}

/** Takes a comment away: its author may, and facilitators. */
export async function deleteComment(
  context: Context,
  commentId: string,
): Promise<Result<undefined, { code: 'not-found' | 'not-allowed' }>> {
  const comment = await findComment(context, commentId);
  if (!comment || !(await findRecord(context, { id: comment.recordId }))) return err({ code: 'not-found' });
  if (!mayDelete(context.actor, comment)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await markCommentDeleted(inside, comment.id, context.clock.now());
    await appendToJournal(inside, {
      recordId: comment.recordId,
      action: 'comment.deleted',
      changes: { [`comment.${comment.id}`]: { before: comment.id, after: null } },
    });
    return ok();
  });
}
