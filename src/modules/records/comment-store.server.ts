import type { ColumnType } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId, newId } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';

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
  body: ColumnType<RichText, string, never>;
  created_at: Date;
  deleted_at: Date | null;
}

export interface Comment {
  id: Id;
  recordId: Id;
  authorId: Id | null;
  body: RichText;
  createdAt: Date;
}

const columns = [
  'id',
  'record_id as recordId',
  'author_id as authorId',
  'body',
  'created_at as createdAt',
] as const;

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

/** The comments of a record, oldest first. The record's own visibility is the caller's to check. */
export async function listComments(context: Context, recordId: Id): Promise<Comment[]> {
  return context.db
    .selectFrom('comment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .limit(500)
    .execute();
}

export async function findComment(context: Context, commentId: string): Promise<Comment | undefined> {
  if (!isId(commentId)) return undefined;
  return context.db
    .selectFrom('comment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', commentId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

export async function markCommentDeleted(context: Context, commentId: Id): Promise<void> {
  await context.db
    .updateTable('comment')
    .set({ deleted_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', commentId)
    .execute();
}
