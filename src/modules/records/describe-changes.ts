import type { Json } from '#kernel/json.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';

/** A field that changed, with the texts it is made of: one for a text, one for each member of a list, none for nothing. */
export interface DescribedChange {
  field: string;
  /** What the field is called, when no message says it: one of the territory's own. */
  label?: string;
  before: string[];
  after: string[];
}

/**
 * Changes of the journal as texts to read side by side; rich text loses its form, not its words. A change that nobody
 * can see is left out.
 *
 * @param unshown fields that the journal keeps and a page must not tell
 */
export function describeChanges(
  changes: Record<string, { before: Json; after: Json }>,
  unshown: readonly string[] = [],
): DescribedChange[] {
  return Object.entries(changes)
    .filter(([field]) => !unshown.includes(field))
    .map(([field, change]) => ({ field, before: textsOf(change.before), after: textsOf(change.after) }))
    .filter(({ before, after }) => before.join('\n') !== after.join('\n'));
}

function textsOf(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).map(readable).filter((text) => text !== '');
}

function readable(value: Json): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(readable).filter(Boolean).join(', ');
  // What has a name is told by it: its other parts are codes.
  if (typeof value['name'] === 'string') return value['name'];
  const text = checkRichText(value);
  return text.ok ? toPlainText(text.value) : Object.values(value).map(readable).filter(Boolean).join(', ');
}
