import { type Kind, kindPaths } from '#modules/records/index.ts';

/** What a search goes through: every kind of record, and what is no record of its own. */
export type SearchScope = Kind | 'commune' | 'criterion' | 'entry' | 'topic' | 'comment';

const kinds = Object.keys(kindPaths) as Kind[];

/** In the order in which groups of results stand. */
export const searchScopes: readonly SearchScope[] = [
  ...kinds,
  'commune',
  'criterion',
  'entry',
  'topic',
  'comment',
];

/** The part of a search that an address asks for; null for all, and for what is none. */
export function readScope(text: string | null): SearchScope | null {
  return searchScopes.find((scope) => scope === text) ?? null;
}
