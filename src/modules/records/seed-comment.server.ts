import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { insertComment } from './comment-store.server.ts';

/**
 * Writes a comment of a demonstration, with the words that `addComment` leaves in the history. Nobody is held back: the
 * caller made the record, and plays in a moment what took months.
 */
export function seedComment(context: Context, comment: { recordId: Id; markdown: string }): Promise<Id> {
  const { recordId, markdown } = comment;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const id = await insertComment(inside, { recordId, body: parseMarkdown(markdown) });
    const changes = { [`comment.${id}`]: { before: null, after: id } };
    await appendToJournal(inside, { recordId, action: 'comment.created', changes });
    return id;
  });
}
