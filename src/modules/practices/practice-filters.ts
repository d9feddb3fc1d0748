import { z } from 'zod';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { legalStatuses, purposes, statuses } from './practice.ts';

export const practiceSorts = ['relevance', 'updated', 'title'] as const;
export type PracticeSort = (typeof practiceSorts)[number];

const bboxShape = z
  .string()
  .regex(/^\s*-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?){3}\s*$/)
  .transform((text) => text.split(',').map(Number))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
  .refine(([west, south, east, north]) => west <= east && south <= north && south >= -90 && north <= 90);

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
  updated_since: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .transform((text) => new Date(text))
    .optional(),
});

/** The filters as an address names them. */
export type PracticeFilters = z.output<typeof filterShape>;

/** The filters as the store applies them. */
export type PreparedFilters = Omit<
  PracticeFilters,
  'q' | 'commune' | 'epci' | 'theme' | 'challenge' | 'community'
> & {
  /** INSEE codes that `commune` and `epci` stand for. */
  communes: string[] | undefined;
  /** For each topic asked for: the ids that records about it may carry; none when there is no such topic. */
  about: Id[][];
  /** Only some of these very practices. */
  among?: readonly Id[] | undefined;
};

const listShape = z.object({
  sort: z.enum(practiceSorts).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  per_page: z.coerce.number().int().min(1).max(500).default(20),
});

export interface PracticeListQuery {
  filters: PracticeFilters;
  sort: PracticeSort;
  page: number;
  perPage: number;
}

/**
 * Reads the query of an address. Empty values, as a form sends them, count as absent; an unknown name or a
 * wrong value is refused and named.
 */
export function readPracticeQuery(
  query: URLSearchParams,
): Result<PracticeListQuery, { code: 'unknown-parameter' | 'invalid-parameter'; field: string }> {
  const given = Object.fromEntries([...query].filter(([, value]) => value.trim() !== ''));
  const { sort, page, per_page, ...rest } = given;
  const filters = filterShape.safeParse(rest);
  if (!filters.success) {
    const [issue] = filters.error.issues;
    if (issue?.code === 'unrecognized_keys')
      return err({ code: 'unknown-parameter', field: issue.keys[0] ?? '' });
    return err({ code: 'invalid-parameter', field: String(issue?.path[0] ?? '') });
  }
  const list = listShape.safeParse({ sort, page, per_page });
  if (!list.success)
    return err({ code: 'invalid-parameter', field: String(list.error.issues[0]?.path[0] ?? '') });
  return ok({
    filters: filters.data,
    sort: list.data.sort ?? (filters.data.q ? 'relevance' : 'updated'),
    page: list.data.page,
    perPage: list.data.per_page,
  });
}
