import type { Id } from '#kernel/ids.ts';
import type { DescribedChange } from './describe-changes.ts';
import type { LinkType, LinkedRecord } from './record-link.ts';

/** A link that was made or taken away; `to` is null when the reader may not, or can no longer, see what was linked. */
export interface ToldLink {
  type: LinkType;
  to: LinkedRecord | null;
}

/** One entry of a record's history, as its page tells it. */
export interface HistoryEntry {
  id: Id;
  action: string;
  at: Date;
  /** The name of who did it; empty when they gave none. */
  author: string;
  /** Whether it changed what stood there: what it was is then told too. */
  isChange: boolean;
  undoable: boolean;
  /** What changed, for what changed something and for links; the making of a record is its page. */
  changes: DescribedChange[];
  links: ToldLink[];
}

export interface RecordHistory {
  /** Latest first. */
  entries: HistoryEntry[];
  /** True when there are older entries, which are not told. */
  cut: boolean;
}

/** Whether an entry of a record's history can be undone: changes of fields and merges can; its making and its links cannot. */
export function isUndoable(action: string): boolean {
  return !isFileChange(action) && /\.(changed|change-undone|merged)$/.test(action);
}

/** Whether an entry tells that another record was merged into this one: undoing it is `unmergeDetailed`'s. */
export function isMerge(action: string): boolean {
  return action.endsWith('.merged');
}

/** Whether an entry tells of a record's pictures and documents, which are undone apart from its fields. */
export function isFileChange(action: string): boolean {
  return action.startsWith('attachment.');
}
