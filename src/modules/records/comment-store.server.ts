import type { ColumnType, Generated } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId, newId } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';
import type { Hiding, HidingReason } from './hiding.ts';
import { type HidingRow, toHiding } from './hiding-store.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    comment: CommentTable;
  }
}

interface CommentTable {
  id: Id;
  territory_id: Id;
  record_id: Id;
  author_id: Id | null;
  /** Of whoever wrote it elsewhere, and has no account here. */
  author_name: Generated<string>;
  body: ColumnType<RichText, string, never>;
  created_at: Date;
  deleted_at: Date | null;
  hidden_at: Generated<Date | null>;
  hidden_reason: Generated<HidingReason | null>;
  hidden_words: Generated<string>;
  search: Generated<string>;
}

export interface Comment {
  id: Id;
  recordId: Id;
  authorId: Id | null;
  /** Empty when the account says it. */
  authorName: string;
  body: RichText;
  createdAt: Date;
  /** Null when it is not hidden. */
  hiding: Hiding | null;
}

const columns = [
  'id',
  'record_id as recordId',
  'author_id as authorId',
  'author_name as authorName',
  'body',
  'created_at as createdAt',
  'hidden_at',
  'hidden_reason',
  'hidden_words',
] as const;

type CommentRow = Omit<Comment, 'hiding'> & HidingRow;

function toComment({ hidden_at, hidden_reason, hidden_words, ...comment }: CommentRow): Comment {
  return { ...comment, hiding: toHiding({ hidden_at, hidden_reason, hidden_words }) };
}

export async function insertComment(
  context: Context,
  comment: { recordId: Id; body: RichText },
): Promise<Id> {
  const id = newId();
  await context.db
    .insertInto('comment')
    .values({
      id,
      territory_id: context.territoryId,
      record_id: comment.recordId,
      author_id: context.actor.personId,
      body: JSON.stringify(comment.body),
      created_at: context.clock.now(),
      deleted_at: null,
    })
    .execute();
  return id;
}

/** The comments of a record, oldest first, hidden ones included. The record's own visibility is the caller's to check. */
export async function listComments(context: Context, recordId: Id): Promise<Comment[]> {
  const rows = await context.db
    .selectFrom('comment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .limit(500)
    .execute();
  return rows.map(toComment);
}

/** Those of these comments that were not taken away, hidden ones included. */
export async function findComments(context: Context, ids: readonly Id[]): Promise<Comment[]> {
  if (ids.length === 0) return [];
  const rows = await context.db
    .selectFrom('comment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
  return rows.map(toComment);
}

export async function findComment(
  context: Context,
  commentId: string,
  when: 'kept' | 'deleted' = 'kept',
): Promise<Comment | undefined> {
  if (!isId(commentId)) return undefined;
  const row = await context.db
    .selectFrom('comment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', commentId)
    .where('deleted_at', when === 'kept' ? 'is' : 'is not', null)
    .executeTakeFirst();
  return row && toComment(row);
}

export async function markCommentDeleted(
  context: Context,
  commentId: Id,
  deletedAt: Date | null,
): Promise<void> {
  await context.db
    .updateTable('comment')
    .set({ deleted_at: deletedAt })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', commentId)
    .execute();
}
