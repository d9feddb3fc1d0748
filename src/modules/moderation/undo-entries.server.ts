import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { isChangedByOthers } from '#kernel/journal-search.server.ts';
import type { JournalEntry } from '#kernel/journal.server.ts';
import type { Result } from '#kernel/result.ts';
import { type LinkType, type RecordCore, kindPaths } from '#modules/records/index.ts';
import {
  deleteComment,
  deleteRecord,
  linkRecords,
  lockRecords,
  restoreComment,
  restoreRecord,
  unlinkRecords,
} from '#modules/records/index.server.ts';

/**
 * How each kind undoes one change of its own, by the beginning of the entry's action: `practice`, `lever`… What is of no
 * kind named here stays: an evaluation holds what others answered.
 */
export type Undoers = Readonly<
  Record<
    string,
    (
      context: Context,
      undo: { recordId: string; entryId: string },
    ) => Promise<Result<unknown, { code: string }>>
  >
>;

/**
 * What becomes of an entry: `undone`; `changed-since`: someone else built on it, so it stays; `gone`: there is nothing
 * left of it, or the actor does not see it; `kept`: it cannot be undone from here.
 */
export const undoOutcomes = ['undone', 'changed-since', 'gone', 'kept'] as const;
export type UndoOutcome = (typeof undoOutcomes)[number];

/** Links that belong to a record's own making or to a choice, and have rows beside them. */
const boundLinks: readonly LinkType[] = ['evaluates', 'chosen-for'];

/**
 * Undoes entries of the journal as the actor may, in the order given: the latest first. Whatever kind they are about,
 * each is undone by the use case that a person would use, journalled as its own.
 *
 * @param context in a transaction
 */
export async function undoEntries(
  context: Context,
  entries: readonly JournalEntry[],
  { undoers, report }: { undoers: Undoers; report?: (done: number, total: number) => Promise<void> },
): Promise<Map<Id, UndoOutcome>> {
  const outcomes = new Map<Id, UndoOutcome>();
  for (const entry of entries) {
    outcomes.set(entry.id, await undoEntry(context, entry, undoers));
    if (outcomes.size % 50 === 0) await report?.(outcomes.size, entries.length);
  }
  return outcomes;
}

async function undoEntry(context: Context, entry: JournalEntry, undoers: Undoers): Promise<UndoOutcome> {
  const [, subject = '', act = ''] = /^(.*)\.([^.]+)$/.exec(entry.action) ?? [];
  if (subject === 'comment') return undoOfComment(context, entry, act);
  const { recordId } = entry;
  if (recordId === null) return 'kept';
  const isOfKind = Object.hasOwn(kindPaths, subject);
  // Of every kind, also those that are not undone otherwise.
  if (isOfKind && (act === 'linked' || act === 'unlinked')) return undoOfLinks(context, entry, act);
  const undo = Object.hasOwn(undoers, subject) ? undoers[subject] : undefined;
  if (!undo) return 'kept';
  if (isOfKind) {
    // What people answered rests on a session: it is withdrawn, with a reason.
    if (subject === 'evaluation' && /^(created|restored|deleted)$/.test(act)) return 'kept';
    if (act === 'created' || act === 'restored') return undoOfMaking(context, entry, recordId);
    if (act === 'deleted') return undoOfDeleting(context, recordId);
  }
  return outcomeOf(await undo(context, { recordId, entryId: entry.id }));
}

function outcomeOf(done: Result<unknown, { code: string }>): UndoOutcome {
  if (done.ok) return 'undone';
  const { code } = done.error;
  if (code === 'changed-since' || code === 'changed-meanwhile') return 'changed-since';
  return code === 'not-found' || code === 'too-late' ? 'gone' : 'kept';
}

async function undoOfMaking(context: Context, entry: JournalEntry, recordId: Id): Promise<UndoOutcome> {
  const { db, territoryId } = context;
  if (await isChangedByOthers(db, { territoryId, entry })) return 'changed-since';
  return outcomeOf(await deleteRecord(context, recordId));
}

async function undoOfDeleting(context: Context, recordId: Id): Promise<UndoOutcome> {
  const record: RecordCore | undefined = (await lockRecords(context, [recordId], true)).get(recordId);
  return record ? outcomeOf(await restoreRecord(context, record)) : 'gone';
}

async function undoOfComment(context: Context, { changes }: JournalEntry, act: string): Promise<UndoOutcome> {
  const field = Object.keys(changes).find((name) => name.startsWith('comment.')) ?? '';
  const id = field.slice('comment.'.length);
  if (act === 'created' || act === 'restored') return outcomeOf(await deleteComment(context, id));
  return act === 'deleted' ? outcomeOf(await restoreComment(context, id)) : 'kept';
}

async function undoOfLinks(
  context: Context,
  { recordId, changes }: JournalEntry,
  act: 'linked' | 'unlinked',
): Promise<UndoOutcome> {
  const field = Object.keys(changes).find((name) => name.startsWith('link.'));
  // Of a record that was purged the journal no longer says to what.
  if (field === undefined) return 'gone';
  const type = field.slice('link.'.length) as LinkType;
  const toId = changes[field]?.after ?? changes[field]?.before;
  if (recordId === null || typeof toId !== 'string' || boundLinks.includes(type)) return 'kept';
  const change = act === 'linked' ? unlinkRecords : linkRecords;
  return outcomeOf(await change(context, { fromId: recordId, toId, type }));
}
