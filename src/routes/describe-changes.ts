import type { Json } from '#kernel/json.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';

export interface DescribedChange {
  field: string;
  before: string;
  after: string;
}

/**
 * Changes of the journal as texts to read side by side; rich text loses its form, not its words.
 *
 * @param unshown fields that the journal keeps and a page must not tell
 */
export function describeChanges(
  changes: Record<string, { before: Json; after: Json }>,
  unshown: readonly string[] = [],
): DescribedChange[] {
  return Object.entries(changes)
    .filter(([field]) => !unshown.includes(field))
    .map(([field, change]) => ({ field, before: readable(change.before), after: readable(change.after) }))
    .filter((change) => change.before !== change.after);
}

function readable(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(readable).join(', ');
  if (typeof value !== 'object') return String(value);
  const text = checkRichText(value);
  return text.ok ? toPlainText(text.value) : Object.values(value).map(readable).filter(Boolean).join(', ');
}
