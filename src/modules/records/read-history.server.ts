import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type JournalEntry, historyOf } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
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

/** What the history of a kind keeps for itself. */
export interface HistoryRules {
  /** Fields that the journal keeps and a page must not tell. */
  unshown?: readonly string[];
  /** Whether an entry is told to this reader; all are when the kind does not say. */
  isTold?: (entry: JournalEntry) => boolean;
  /** Whether an entry of the kind's own, beside those of fields and files, changed something: what it was is then told. */
  isChange?: (entry: JournalEntry) => boolean;
  /** Whether a change can be undone; all can when the kind does not say. */
  isUndone?: (entry: JournalEntry) => boolean;
  /** Words of the fields that a territory adds to a kind, for this reader; without it, none of them is told. */
  tellOwn?: (context: Context, entries: readonly Pick<JournalEntry, 'changes'>[]) => Promise<OwnTeller>;
}

/** What one of a territory's own fields is called and says; undefined for one that the reader does not see. */
export type OwnTeller = (name: string, value: Json) => { label: string; texts: string[] } | undefined;

/**
 * What happened to a record, for whoever may see it: the caller has found the record as the actor sees it. The record
 * at the other end of a link is named only to those who may see that one too.
 */
export async function readHistory(
  context: Context,
  { recordId, isTold = () => true, ...rules }: HistoryRules & { recordId: Id },
): Promise<RecordHistory> {
  const { db, territoryId } = context;
  const found = await historyOf(db, { territoryId, recordId, limit: mostTold + 1 });
  const entries = found.slice(0, mostTold).filter(isTold);
  return {
    entries: await tellEntries(context, entries, rules),
    cut: found.length > mostTold,
  };
}

/** Entries of the journal as they are told to whoever may see their records: the caller has checked that. */
export async function tellEntries(
  context: Context,
  entries: readonly JournalEntry[],
  {
    unshown = [],
    isChange: isOwnChange = () => false,
    isUndone = () => true,
    tellOwn,
  }: Omit<HistoryRules, 'isTold'> = {},
): Promise<HistoryEntry[]> {
  const { db } = context;
  const [names, linked, topics, own] = await Promise.all([
    namesOf(db, [...new Set(entries.flatMap(({ actorId }) => actorId ?? []))]),
    linkedRecords(context, [...new Set(entries.flatMap((entry) => linksOf(entry).map(({ toId }) => toId)))]),
    readTopics(context),
    tellOwn?.(context, entries),
  ]);
  return entries.map((entry) => {
    const links = linksOf(entry);
    const isChange = isUndoable(entry.action) || isFileChange(entry.action) || isOwnChange(entry);
    const told = isChange || links.length > 0;
    const hidden = [...unshown, ...links.map(({ field }) => field), ...ownNamesIn(entry), orderField];
    return {
      id: entry.id,
      action: entry.action,
      at: entry.happenedAt,
      author: (entry.actorId && names.get(entry.actorId)) || '',
      isChange,
      undoable: isFileChange(entry.action) || (isChange && isUndone(entry)),
      changes: told
        ? [
            ...describeChanges(describeFileChanges(entry.changes), hidden).map((change) =>
              withTopicNames(change, topics),
            ),
            ...ownChanges(entry, own),
          ]
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

const ownField = 'field.';

function ownNamesIn({ changes }: Pick<JournalEntry, 'changes'>): string[] {
  return Object.keys(changes).filter((name) => name.startsWith(ownField));
}

/** What changed in fields of the territory's own that the reader sees. */
export function ownChanges(
  entry: Pick<JournalEntry, 'changes'>,
  own: OwnTeller | undefined,
): DescribedChange[] {
  return ownNamesIn(entry).flatMap((field) => {
    const [before, after] = [entry.changes[field]?.before ?? null, entry.changes[field]?.after ?? null];
    const [told, now] = [own?.(field, before), own?.(field, after)];
    if (!told || !now || told.texts.join('\n') === now.texts.join('\n')) return [];
    return [{ field, label: now.label, before: told.texts, after: now.texts }];
  });
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
