import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JournalEntry } from '#kernel/journal.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { listEvaluations } from '#modules/evaluation/index.server.ts';
import { type RecordCore, mayRead } from '#modules/records/index.ts';
import { tellOwnFields } from '#modules/practices/index.server.ts';
import { findComments, findRecords, tellEntries } from '#modules/records/index.server.ts';
import { unshownFields } from './kind-words.server.ts';
import { type News, isArrival, newsActions } from './news.ts';

/**
 * What these entries of the journal tell the actor, in the same order: only of records they may read now, no comment that
 * is hidden from them or was taken away, and no change of which nothing may be told.
 */
export async function tellNews(context: Context, entries: readonly JournalEntry[]): Promise<News[]> {
  const known = entries.filter(({ action }) => newsActions.includes(action));
  const records = await readableRecords(context, [
    ...new Set(known.flatMap(({ recordId }) => recordId ?? [])),
  ]);
  const readable = known.filter(({ recordId }) => recordId !== null && records.has(recordId));
  const [told, comments] = await Promise.all([
    tellEntries(context, readable, { unshown: unshownFields, tellOwn: tellOwnFields }),
    readableComments(context, readable.flatMap(commentOf)),
  ]);
  return readable.flatMap((entry, index): News[] => {
    const record = records.get(entry.recordId ?? '');
    const history = told[index];
    if (!record || !history) return [];
    const { id, at, action, author, changes, links } = history;
    const arrival = isArrival(action, entry.changes);
    const [commentId] = commentOf(entry);
    const comment = (commentId && comments.get(commentId)) || null;
    if (action.startsWith('comment.') && !comment) return [];
    const isEmpty = changes.length === 0 && links.length === 0;
    if (/\.(changed|change-undone)$/.test(action) && isEmpty) return [];
    return [{ id, at, action, author, record, isArrival: arrival, changes, links, comment }];
  });
}

/** A session that is being prepared is for facilitators, whatever the record core says of it. */
export async function readableRecords(context: Context, ids: readonly Id[]): Promise<Map<Id, RecordCore>> {
  const found = await findRecords(context, ids);
  const records = [...found.values()];
  if (!records.some(({ kind }) => kind === 'evaluation')) return found;
  const sessions = new Set((await listEvaluations(context)).map(({ record }) => record.id));
  return new Map(
    records.filter(({ id, kind }) => kind !== 'evaluation' || sessions.has(id)).map((one) => [one.id, one]),
  );
}

const commentField = 'comment.';

/** The comment an entry speaks of: `comment.<id>`. */
function commentOf({ action, changes }: JournalEntry): Id[] {
  if (!action.startsWith('comment.')) return [];
  const field = Object.keys(changes).find((name) => name.startsWith(commentField));
  return field ? [field.slice(commentField.length)] : [];
}

async function readableComments(context: Context, ids: readonly Id[]) {
  const comments = await findComments(context, ids);
  return new Map(
    comments
      .filter((comment) => mayRead(context.actor, comment))
      .map(({ id, body }) => [id, { html: renderHtml(body), text: toPlainText(body) }]),
  );
}
