import { z } from 'zod';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { digitals, legalStatuses, milieus, purposes, reaches, statuses } from './practice.ts';

/** `confirmed`: what was confirmed longest ago comes first. */
export const practiceSorts = ['relevance', 'updated', 'title', 'confirmed'] as const;
export type PracticeSort = (typeof practiceSorts)[number];

const bboxShape = z
  .string()
  .regex(/^\s*-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?){3}\s*$/)
  .transform((text) => text.split(',').map(Number))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
  .refine(([west, south, east, north]) => west <= east && south <= north && south >= -90 && north <= 90);

/** A day, or a moment with its distance from UTC (ISO 8601). */
const momentShape = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => new Date(text));

/** A theme, challenge or community, by its name or the end of its address. */
const topicShape = z.string().overwrite(storableLine).min(1).max(100).optional();

/** The filters of the list in its address, the same as the API's, by the names of the contract. */
const filterShape = z.strictObject({
  q: z.string().overwrite(storableLine).min(1).max(200).optional(),
  theme: topicShape,
  challenge: topicShape,
  community: topicShape,
  tag: z.string().overwrite(storableLine).toLowerCase().min(1).max(50).optional(),
  purpose: z.enum(purposes).optional(),
  status: z.enum(statuses).optional(),
  state: z.enum(['potential', 'existing']).optional(),
  legal_status: z.enum(legalStatuses).optional(),
  milieu: z.enum(milieus).optional(),
  digital: z.enum(digitals).optional(),
  reach: z.enum(reaches).optional(),
  commune: z
    .string()
    .regex(/^(\d{2}|2[AB])\d{3}$/)
    .optional(),
  epci: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
  bbox: bboxShape.optional(),
  source: z.string().overwrite(storableLine).min(1).max(200).optional(),
  updated_since: momentShape.optional(),
  /** Said to be true before that day, and not since; what nobody confirmed counts from the day it was made. */
  confirmed_before: z.iso.date().optional(),
});

/** The filters as an address names them. */
export type PracticeFilters = z.output<typeof filterShape>;

/** The filters as the store applies them. */
export type PreparedFilters = Omit<
  PracticeFilters,
  'q' | 'commune' | 'epci' | 'theme' | 'challenge' | 'community'
> & {
  /** Codes under any of which a practice is found where `commune` or `epci` asks: INSEE codes and SIREN. */
  places: string[] | undefined;
  /** For each topic asked for: the ids that records about it may carry; none when there is no such topic. */
  about: Id[][];
  /** Only some of these very practices. */
  among?: readonly Id[] | undefined;
};

const windowShape = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  per_page: z.coerce.number().int().min(1).max(500).default(20),
};
const listShape = z.object({ sort: z.enum(practiceSorts).optional(), ...windowShape });
const deletedShape = z.strictObject({ since: momentShape.optional(), ...windowShape });

export interface PracticeListQuery {
  filters: PracticeFilters;
  sort: PracticeSort;
  page: number;
  perPage: number;
}

/** Which parameter of an address is wrong, and why. */
export interface QueryError {
  code: 'unknown-parameter' | 'invalid-parameter';
  field: string;
}

function givenIn(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([, value]) => value.trim() !== ''));
}

function queryError({ issues: [issue] }: z.ZodError): QueryError {
  if (issue?.code === 'unrecognized_keys') return { code: 'unknown-parameter', field: issue.keys[0] ?? '' };
  return { code: 'invalid-parameter', field: String(issue?.path[0] ?? '') };
}

/**
 * Reads the query of an address. Empty values, as a form sends them, count as absent; an unknown name or a
 * wrong value is refused and named.
 */
export function readPracticeQuery(query: URLSearchParams): Result<PracticeListQuery, QueryError> {
  const { sort, page, per_page, ...rest } = givenIn(query);
  const filters = filterShape.safeParse(rest);
  if (!filters.success) return err(queryError(filters.error));
  const list = listShape.safeParse({ sort, page, per_page });
  if (!list.success) return err(queryError(list.error));
  return ok({
    filters: filters.data,
    sort: list.data.sort ?? (filters.data.q ? 'relevance' : 'updated'),
    page: list.data.page,
    perPage: list.data.per_page,
  });
}

/** Reads the query of the list of what was deleted, as strictly. */
export function readDeletedQuery(
  query: URLSearchParams,
): Result<{ since: Date | null; page: number; perPage: number }, QueryError> {
  const read = deletedShape.safeParse(givenIn(query));
  if (!read.success) return err(queryError(read.error));
  const { since = null, page, per_page } = read.data;
  return ok({ since, page, perPage: per_page });
}
