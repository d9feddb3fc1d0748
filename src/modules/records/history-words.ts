import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import type { DescribedChange } from './describe-changes.ts';
import type { Kind } from './record.ts';

/** How a kind words its history. */
export interface HistoryWords {
  t: Translate<MessageKey>;
  kind: Kind;
  /** Beginning of the keys under which the kind words its entries: `practices.history.`. */
  history: string;
  /** Beginning of the keys of its fields: `practices.field.`. */
  field: string;
  /** Words of a value that is a code; undefined for a text of the record's own. */
  wordOf: (field: string, value: string) => string | undefined;
}

/** What an entry of the journal did, in words; undefined for one that has none. */
export function entryTitle({ t, kind, history }: HistoryWords, action: string): string | undefined {
  const own = action.startsWith(`${kind}.`) ? action.slice(kind.length + 1) : action;
  return firstWorded(t, [history + action, `records.history.${own}`]);
}

/** The name of a field; undefined for one that has none. */
export function fieldLabel({ t, field: prefix }: HistoryWords, field: string): string | undefined {
  return firstWorded(t, [prefix + field, `records.field.${field}`]);
}

/** A change in words, on both sides; `isWritten` when a text of the record's own is among them. */
export function changeTexts(
  { wordOf }: HistoryWords,
  { field, before, after }: DescribedChange,
): { before: string; after: string; isWritten: boolean } {
  const shown = (values: string[]) => values.map((value) => wordOf(field, value) ?? value).join(', ');
  const isWritten = [...before, ...after].some((value) => wordOf(field, value) === undefined);
  return { before: shown(before), after: shown(after), isWritten };
}

function firstWorded(t: Translate<MessageKey>, keys: readonly string[]): string | undefined {
  const key = keys.find(isMessageKey);
  return key && t(key);
}
