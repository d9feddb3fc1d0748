import type { Json } from '#kernel/json.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import { itemsOf, own } from './json-values.ts';
import { holdsEntries } from './yeswiki-entries.ts';
import { holdsForms } from './yeswiki-form.ts';
import { holdsLists } from './yeswiki-lists.ts';

/** What a file that comes along holds, when it is JSON. */
export function companionValue(bytes: Uint8Array): Json | undefined {
  return parseJson(new TextDecoder().decode(bytes));
}

/** Bytes: a form, lists, a taxonomy are small. */
export const longestCompanion = 2 * 1024 * 1024;

/** Whether a file explains an inventory rather than being one: a form or lists of YesWiki, a taxonomy of GoGoCarto. */
export function isCompanion(bytes: Uint8Array): boolean {
  const value = companionValue(bytes);
  return !holdsEntries(value) && (holdsForms(value) || holdsLists(value) || holdsTaxonomy(value));
}

function holdsTaxonomy(value: unknown): boolean {
  const roots = Array.isArray(value) ? (value as unknown[]) : [value];
  const options = roots.flatMap((root) => itemsOf(own(root, 'options')));
  return options.some(
    ({ value: option }) => own(option, 'id') !== undefined && own(option, 'name') !== undefined,
  );
}
