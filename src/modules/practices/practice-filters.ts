import { z } from 'zod';
import type { Id } from '#kernel/ids.ts';
import type { Bounds } from '#kernel/map/bounds.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { TopicKind } from '#modules/records/index.ts';
import { digitals, legalStatuses, milieus, purposes, reaches, sectors, statuses } from './practice.ts';
import { type OwnForm, emptyOwnForm } from './fields/own-field.ts';
import { type OwnFilter, isOwnParameter, readOwnFilters } from './fields/own-filters.ts';

/** `confirmed`: what was confirmed longest ago comes first; `nearest`: to the commune that `near` names. */
export const practiceSorts = ['relevance', 'updated', 'title', 'commune', 'confirmed', 'nearest'] as const;
export type PracticeSort = (typeof practiceSorts)[number];

const bboxShape = z
  .string()
  .regex(/^\s*-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?){3}\s*$/)
  .transform((text) => text.split(',').map(Number))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
  .refine(([west, south, east, north]) => west <= east && south <= north && south >= -90 && north <= 90);

/** What a map is asked to show first: `west,south,east,north` in degrees; null for what is no such thing. */
export function readBounds(text: string): Bounds | null {
  const read = bboxShape.safeParse(text);
  return read.success ? read.data : null;
}

/** A day, or a moment with its distance from UTC (ISO 8601). */
const momentShape = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => new Date(text));

/** Several values of one filter: a practice with any of them is kept. */
const anyOf = <Shape extends z.ZodType>(value: Shape) =>
  z
    .array(value)
    .min(1)
    .max(mostValues)
    .transform((values) => [...new Set(values)])
    .optional();
const mostValues = 50;

/** An INSEE code. */
const communeShape = z.string().regex(/^(\d{2}|2[AB])\d{3}$/);

/** A theme, challenge or community, by its name or the end of its address. */
const topicShape = z.string().overwrite(storableLine).min(1).max(100);

/**
 * The filters that stand for values practices have: each may be said several times, keeps what has any of them, and
 * tells how many practices each value would leave. One more needs its line here, its column in `columns/` and its words.
 */
const facetShapes = {
  theme: anyOf(topicShape),
  challenge: anyOf(topicShape),
  community: anyOf(topicShape),
  tag: anyOf(z.string().overwrite(storableLine).toLowerCase().min(1).max(50)),
  purpose: anyOf(z.enum(purposes)),
  status: anyOf(z.enum(statuses)),
  state: anyOf(z.enum(['potential', 'existing'])),
  sector: anyOf(z.enum(sectors)),
  legal_status: anyOf(z.enum(legalStatuses)),
  milieu: anyOf(z.enum(milieus)),
  digital: anyOf(z.enum(digitals)),
  reach: anyOf(z.enum(reaches)),
  commune: anyOf(communeShape),
  epci: anyOf(z.string().regex(/^\d{9}$/)),
  source: anyOf(z.string().overwrite(storableLine).min(1).max(200)),
};
export type Facet = keyof typeof facetShapes;

/** The filters of the list in its address, the same as the API's, by the names of the contract. */
const filterShape = z.strictObject({
  q: z.string().overwrite(storableLine).min(1).max(200).optional(),
  ...facetShapes,
  bbox: bboxShape.optional(),
  updated_since: momentShape.optional(),
  /** Said to be true before that day, and not since; what nobody confirmed counts from the day it was made. */
  confirmed_before: z.iso.date().optional(),
});

/** The filters as an address names them. */
export type PracticeFilters = z.output<typeof filterShape> & {
  /** What practices say in the territory's own fields (`field.<key>`). */
  own?: OwnFilter[];
};

/** What is asked of the topics, keywords and places of practices, once names and codes are what rows hold. */
export type PreparedFilters = Omit<
  PracticeFilters,
  'q' | 'commune' | 'epci' | 'theme' | 'challenge' | 'community'
> & {
  /** Codes under any of which a practice is found where `commune` asks, and where `epci` does: INSEE codes and SIREN. */
  places: { commune?: string[]; epci?: string[] };
  /** For each kind of topic asked for: the ids that records about it may carry; none when there is no such topic. */
  about: Partial<Record<TopicKind, Id[]>>;
  /** Only some of these very practices. */
  among?: readonly Id[] | undefined;
};

const windowShape = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  per_page: z.coerce.number().int().min(1).max(500).default(20),
};
const listShape = z.object({
  sort: z.enum(practiceSorts).optional(),
  near: communeShape.optional(),
  ...windowShape,
});
const deletedShape = z.strictObject({ since: momentShape.optional(), ...windowShape });

export interface PracticeListQuery {
  filters: PracticeFilters;
  sort: PracticeSort;
  /** INSEE code of the commune that distances are told from. */
  near?: string | undefined;
  page: number;
  perPage: number;
}

/** Which parameter of an address is wrong, and why. */
export interface QueryError {
  code: 'unknown-parameter' | 'invalid-parameter';
  field: string;
}

function givenIn(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...Map.groupBy(query, ([name]) => name)].flatMap(([name, pairs]): [string, unknown][] => {
      const values = pairs.map(([, value]) => value).filter((value) => value.trim() !== '');
      if (values.length === 0 || isOwnParameter(name)) return [];
      return [[name, Object.hasOwn(facetShapes, name) ? values : values.at(-1)]];
    }),
  );
}

function queryError({ issues: [issue] }: z.ZodError): QueryError {
  if (issue?.code === 'unrecognized_keys') return { code: 'unknown-parameter', field: issue.keys[0] ?? '' };
  return { code: 'invalid-parameter', field: String(issue?.path[0] ?? '') };
}

/**
 * Reads the query of an address. Empty values, as a form sends them, count as absent; of a name that takes one value the
 * last is read; an unknown name or a wrong value is refused and named.
 *
 * @param form with the territory's own fields that the reader sees; any other is unknown
 */
export function readPracticeQuery(
  query: URLSearchParams,
  form: OwnForm = emptyOwnForm,
): Result<PracticeListQuery, QueryError> {
  const own = readOwnFilters(query, form);
  if (!own.ok) return own;
  const { sort, near, page, per_page, ...rest } = givenIn(query);
  const filters = filterShape.safeParse(rest);
  if (!filters.success) return err(queryError(filters.error));
  const list = listShape.safeParse({ sort, near, page, per_page });
  if (!list.success) return err(queryError(list.error));
  const [only, ...others] = filters.data.commune ?? [];
  // One commune that is asked for is the one meant.
  const from = list.data.near ?? (list.data.sort === 'nearest' && others.length === 0 ? only : undefined);
  return ok({
    filters: { ...filters.data, ...(own.value.length > 0 && { own: own.value }) },
    sort: list.data.sort ?? usualSort(filters.data, from),
    ...(from !== undefined && { near: from }),
    page: list.data.page,
    perPage: list.data.per_page,
  });
}

function usualSort({ q }: PracticeFilters, near: string | undefined): PracticeSort {
  if (near !== undefined) return 'nearest';
  return q ? 'relevance' : 'updated';
}

/** Reads the query of the list of what was deleted, as strictly. */
export function readDeletedQuery(
  query: URLSearchParams,
): Result<{ since: Date | null; page: number; perPage: number }, QueryError> {
  const own = readOwnFilters(query, emptyOwnForm);
  if (!own.ok) return own;
  const read = deletedShape.safeParse(givenIn(query));
  if (!read.success) return err(queryError(read.error));
  const { since = null, page, per_page } = read.data;
  return ok({ since, page, perPage: per_page });
}
