import { storableLine } from '#kernel/storable-text.ts';
import { topicPaths } from '#modules/records/index.ts';

const topics = ['theme', 'challenge', 'community'] as const;

/** The lists that can be followed, each with the filters of its address. */
const lists: Readonly<Record<string, readonly string[]>> = {
  '/pratiques': [
    'q',
    ...topics,
    'tag',
    'purpose',
    'status',
    'state',
    'sector',
    'legal_status',
    'milieu',
    'digital',
    'reach',
    'commune',
    'epci',
    'bbox',
    'source',
    'updated_since',
    'confirmed_before',
  ],
  '/leviers': ['q', ...topics, 'phase', 'posture', 'competent', 'brake'],
  '/actions': ['q', ...topics, 'status', 'lever', 'evaluation'],
  '/connaissances': ['q', ...topics, 'tag'],
  '/evaluations': [],
  '/deliberations': [],
  '/decisions': [],
  '/nouveautes': ['genre'],
};

const topicPage = new RegExp(`^/(${Object.values(topicPaths).join('|')})/[a-z0-9-]{1,120}$`);

/** A list: where it is, and its filters. */
export interface ListName {
  path: string;
  params: URLSearchParams;
}

/** Longest filter that is kept, in characters. */
const longestValue = 200;
/** Most values of all filters together. */
const mostValues = 50;

/** A filter may be said several times: each value once, whatever the order. */
function valuesOf(params: URLSearchParams, name: string): string[] {
  const values = params.getAll(name).map((value) => storableLine(value).slice(0, longestValue));
  return [...new Set(values)].filter((value) => value !== '').toSorted();
}

/**
 * The one address of a list with these filters, whatever their order, the page one is on or the sorting.
 *
 * @param path without the language: `/pratiques`
 * @returns undefined when that is not a list
 */
export function listAddress(path: string, params: URLSearchParams): string | undefined {
  const filters = topicPage.test(path) ? [] : Object.hasOwn(lists, path) ? lists[path] : undefined;
  if (!filters) return undefined;
  const kept = filters
    .flatMap((name) => valuesOf(params, name).map((value) => [name, value]))
    .slice(0, mostValues);
  return kept.length > 0 ? `${path}?${new URLSearchParams(kept)}` : path;
}

const here = 'http://here.invalid';

/** Reads an address that may come from outside; undefined when it is not that of a list. */
export function listNameIn(address: string): ListName | undefined {
  if (!address.startsWith('/') || !URL.canParse(address, here)) return undefined;
  const { origin, pathname, searchParams } = new URL(address, here);
  if (origin !== here) return undefined;
  const known = listAddress(pathname, searchParams);
  return known === undefined ? undefined : { path: pathname, params: searchParams };
}
