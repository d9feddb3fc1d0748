import { type Json, sameJson } from '#kernel/json.ts';
import type { Changes } from '#kernel/journal.server.ts';
import type { Acknowledged } from './ledger.ts';

/** What an instance holds, as far as promises and the journal can be compared with it. */
export interface Content {
  records: readonly RecordFound[];
  comments: readonly CommentFound[];
  /** In the order in which they were written. */
  entries: readonly EntryFound[];
  /** Tables whose rows and index do not count the same, in words. */
  damaged: readonly string[];
}

export interface RecordFound {
  id: string;
  shortId: string;
  version: number;
  /** The fields compared, by the names the journal gives them. */
  fields: Record<string, Json>;
}

export interface CommentFound {
  id: string;
  text: string;
}

export interface EntryFound {
  recordId: string | null;
  action: string;
  changes: Changes;
}

/** Everything that contradicts a promise or the journal, a line each; none when all holds. */
export function contradictions(acknowledged: readonly Acknowledged[], content: Content): string[] {
  return [
    ...content.damaged,
    ...lostWrites(acknowledged, content),
    ...wrongRecords(content),
    ...wrongComments(content),
  ];
}

/** Acknowledged writes that the journal or the tables no longer have. Titles and texts are written once each. */
function lostWrites(
  acknowledged: readonly Acknowledged[],
  { records, comments, entries }: Content,
): string[] {
  const shortIds = new Set(records.map(({ shortId }) => shortId));
  const titles = new Set(entries.map(({ changes }) => changes['title']?.after));
  const texts = new Map(comments.map(({ id, text }) => [id, text]));
  const commented = new Set(
    entries
      .filter(({ action }) => action === 'comment.created')
      .flatMap(({ changes }) => Object.keys(changes)),
  );
  return acknowledged.flatMap((write) => {
    if (write.kind === 'commented') {
      const isThere =
        texts.get(write.commentId) === write.text && commented.has(`comment.${write.commentId}`);
      return isThere ? [] : [`lost: the comment "${write.text}"`];
    }
    return shortIds.has(write.shortId) && titles.has(write.title)
      ? []
      : [`lost: ${write.kind} "${write.title}"`];
  });
}

/** Records that are not what the journal, read from its beginning, makes of them. */
function wrongRecords({ records, entries }: Content): string[] {
  const told = new Map<string, { fields: Record<string, Json>; version: number }>();
  for (const { recordId, action, changes } of entries) {
    if (recordId === null || action.startsWith('comment.')) continue;
    const state = action.endsWith('.created') ? { fields: {}, version: 0 } : told.get(recordId);
    if (!state) continue;
    told.set(recordId, state);
    state.version += 1;
    for (const [field, { after }] of Object.entries(changes)) state.fields[field] = after;
  }
  const wrong = records.flatMap(({ id, shortId, version, fields }) => {
    const state = told.get(id);
    if (!state) return [`the record ${shortId} is not in the journal`];
    const differing = Object.keys(fields).filter(
      (field) => !sameJson(state.fields[field] ?? null, fields[field]),
    );
    if (state.version !== version) differing.push('version');
    return differing.length > 0
      ? [`the record ${shortId} differs from the journal: ${differing.join(', ')}`]
      : [];
  });
  const present = new Set(records.map(({ id }) => id));
  const absent = [...told.keys()].filter((id) => !present.has(id));
  return [...wrong, ...absent.map((id) => `the journal made the record ${id}, which is absent`)];
}

/** Comments without their entry, and entries without their comment. */
function wrongComments({ comments, entries }: Content): string[] {
  const written = new Set(
    entries
      .filter(({ action }) => action === 'comment.created')
      .flatMap(({ changes }) => Object.keys(changes).map((field) => field.replace('comment.', ''))),
  );
  const present = new Set(comments.map(({ id }) => id));
  return [
    ...[...present].filter((id) => !written.has(id)).map((id) => `the comment ${id} is not in the journal`),
    ...[...written]
      .filter((id) => !present.has(id))
      .map((id) => `the journal has the comment ${id}, which is absent`),
  ];
}
