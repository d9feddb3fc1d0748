import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type JournalEntry, historyOf } from '#kernel/journal.server.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { orderField } from './attachment.ts';
import { type DescribedChange, describeChanges } from './describe-changes.ts';
import { describeFileChanges } from './describe-file-changes.ts';
import { type HistoryEntry, type RecordHistory, isFileChange, isUndoable } from './history.ts';
import { linkedRecords } from './link-store.server.ts';
import { readTopics } from './read-topics.server.ts';
import type { LinkType } from './record-link.ts';
import type { Topics } from './topic.ts';

/** The latest entries of a history are told; what is older stays in the journal. */
const mostTold = 200;

/**
 * What happened to a record, for whoever may see it: the caller has found the record as the actor sees it. The record
 * at the other end of a link is named only to those who may see that one too.
 *
 * @param unshown fields that the journal keeps and a page must not tell
 */
export async function readHistory(
  context: Context,
  { recordId, unshown = [] }: { recordId: Id; unshown?: readonly string[] },
): Promise<RecordHistory> {
  const { db, territoryId } = context;
  const found = await historyOf(db, { territoryId, recordId, limit: mostTold + 1 });
  return {
    entries: await tellEntries(context, found.slice(0, mostTold), unshown),
    cut: found.length > mostTold,
  };
}

/**
 * Entries of the journal as they are told to whoever may see their records: the caller has checked that.
 *
 * @param unshown fields that the journal keeps and nobody is told
 */
export async function tellEntries(
  context: Context,
  entries: readonly JournalEntry[],
  unshown: readonly string[] = [],
): Promise<HistoryEntry[]> {
  const { db } = context;
  const [names, linked, topics] = await Promise.all([
    namesOf(db, [...new Set(entries.flatMap(({ actorId }) => actorId ?? []))]),
    linkedRecords(context, [...new Set(entries.flatMap((entry) => linksOf(entry).map(({ toId }) => toId)))]),
    readTopics(context),
  ]);
  return entries.map((entry) => {
    const links = linksOf(entry);
    const undoable = isUndoable(entry.action) || isFileChange(entry.action);
    const told = undoable || links.length > 0;
    const linkFields = links.map(({ field }) => field);
    return {
      id: entry.id,
      action: entry.action,
      at: entry.happenedAt,
      author: (entry.actorId && names.get(entry.actorId)) || '',
      undoable,
      changes: told
        ? describeChanges(describeFileChanges(entry.changes), [...unshown, ...linkFields, orderField]).map(
            (change) => withTopicNames(change, topics),
          )
        : [],
      links: links.map(({ type, toId }) => ({ type, to: linked.get(toId) ?? null })),
    };
  });
}

/** Topics by their names of today: the journal knows them by their ids. */
function withTopicNames(change: DescribedChange, topics: Topics): DescribedChange {
  if (change.field !== 'topicIds') return change;
  const named = (ids: string[]) => ids.flatMap((id) => topics.get(id)?.name ?? []);
  return { ...change, before: named(change.before), after: named(change.after) };
}

const linkField = 'link.';

/** The links an entry speaks of: `link.carries-out` from nothing to an id, or back. */
function linksOf({ changes }: JournalEntry): { field: string; type: LinkType; toId: Id }[] {
  return Object.entries(changes).flatMap(([field, { before, after }]) => {
    const toId = after ?? before;
    if (!field.startsWith(linkField) || typeof toId !== 'string') return [];
    return [{ field, type: field.slice(linkField.length) as LinkType, toId }];
  });
}
