import { type SelectQueryBuilder, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type TextSearch,
  comesFrom,
  isAbout,
  mostFound,
  newestFound,
  recordColumns,
  toRecordCore,
} from '#modules/records/index.server.ts';
import type { Place } from './columns/nearest-rows.ts';
import type { OwnField } from './fields/own-field.ts';
import type { OwnFilter } from './fields/own-filters.ts';
import { meetsOwnFilter } from './fields/own-value-store.server.ts';
import { type Practice, type Status, statuses } from './practice.ts';
import type { PreparedFilters, PracticeSort } from './practice-filters.ts';
import { type PracticeSearch, fit, found } from './practice-search-store.server.ts';
import { detailColumns, toDetails, visiblePractices } from './practice-store.server.ts';

/** The day it was last said to be true: what nobody confirmed was so when it was made. */
export const lastConfirmed = sql`coalesce(record.confirmed_on, (record.created_at at time zone 'UTC')::date)`;

/** The states of life of what exists or existed, and of what does not yet. */
function statusesIn(states: readonly ('potential' | 'existing')[]): Status[] {
  return statuses.filter((status) => states.includes(status === 'idea' ? 'potential' : 'existing'));
}

type VisiblePractices = SelectQueryBuilder<Tables, 'record' | 'practice', object>;

/** The practices that the actor sees, of those what filters and words leave. */
function filtered(context: Context, filters: PreparedFilters, search: PracticeSearch | undefined) {
  let kept: VisiblePractices = visiblePractices(context);
  if (search) kept = kept.where(found(context, search));
  if (filters.among) {
    const { among } = filters;
    kept = kept.where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...among]))));
  }
  for (const carried of Object.values(filters.about)) kept = kept.where(isAbout(carried));
  for (const own of filters.own ?? []) kept = kept.where(meetsOwnFilter(own));
  if (filters.tag) kept = kept.where(sql<boolean>`record.tags && ${filters.tag}::text[]`);
  const one = [
    ['practice.purpose', filters.purpose],
    ['practice.status', filters.status],
    ['practice.status', filters.state && statusesIn(filters.state)],
    ['practice.sector', filters.sector],
    ['practice.legal_status', filters.legal_status],
    ['practice.milieu', filters.milieu],
    ['practice.digital', filters.digital],
    ['practice.reach', filters.reach],
  ] as const;
  for (const [column, values] of one) {
    if (values) kept = kept.where(sql<boolean>`${sql.ref(column)} = any(${values}::text[])`);
  }
  const { source } = filters;
  if (source) kept = kept.where(comesFrom(context, source));
  for (const codes of Object.values(filters.places)) {
    kept = kept.where(sql<boolean>`practice.place_codes && ${codes}::text[]`);
  }
  if (filters.confirmed_before) {
    kept = kept.where(sql<boolean>`${lastConfirmed} < ${filters.confirmed_before}::date`);
  }
  if (filters.updated_since) kept = kept.where('record.updated_at', '>=', filters.updated_since);
  if (filters.bbox) {
    const [west, south, east, north] = filters.bbox;
    kept = kept
      .where('practice.lng', '>=', west)
      .where('practice.lng', '<=', east)
      .where('practice.lat', '>=', south)
      .where('practice.lat', '<=', north)
      .where('practice.point_is_doubtful', '=', false);
  }
  return kept;
}

/** What a list shows of a practice: the text itself stays where it is. */
const summaryColumns = [
  'record.id as id',
  'record.kind as kind',
  'record.short_id as shortId',
  'record.slug as slug',
  'record.title as title',
  'record.pitch as pitch',
  'record.language as language',
  'record.tags as tags',
  'record.source_name as sourceName',
  'record.updated_at as updatedAt',
  'record.confirmed_on as confirmedOn',
  'record.licence as licence',
  'record.source_url as sourceUrl',
  'practice.purpose as purpose',
  'practice.status as status',
  'practice.reach as reach',
  'practice.commune_name as communeName',
  'practice.also_in as alsoIn',
  'practice.epci_name as epciName',
  'practice.count as count',
  'practice.fields as fields',
] as const;

/** With what practices say in the territory's own fields, whoever may see it. */
export type SummaryRow = Awaited<ReturnType<typeof summariesOf>>[number];

/** What a list asks for, of programs. */
interface ListWindow {
  filters: PreparedFilters;
  sort: PracticeSort;
  /** Where distances are counted from. */
  from?: Place | undefined;
  limit: number;
  offset: number;
}

/**
 * What a search finds, best first, and how many that is: of more than `mostFound` the newest, and one more is told. One
 * question, whose answer is one text: so many rows would take longer to read than to find.
 */
export async function searchPractices(
  context: Context,
  { filters, search }: { filters: PreparedFilters; search: TextSearch },
): Promise<{ ids: Id[]; found: number }> {
  const newest = newestFound(filtered(context, filters, search));
  const ranked = sql<string | null>`
    string_agg(record.id::text, ' ' order by ${fit(search)} desc, record.id) filter (where place <= ${mostFound})`;
  const { ids, found } = await context.db
    .selectFrom((eb) =>
      eb
        .selectFrom(newest.as('record'))
        .select(['record.id', 'record.title', 'record.search'])
        .select(sql<number>`row_number() over (order by record.updated_at desc, record.id)`.as('place'))
        .as('record'),
    )
    .select((eb) => [ranked.as('ids'), eb.fn.countAll<number>().as('found')])
    .executeTakeFirstOrThrow();
  return { ids: ids?.split(' ') ?? [], found };
}

/** The same, with what a list shows of each. */
export async function summariesOf(context: Context, ids: readonly Id[]) {
  if (ids.length === 0) return [];
  const rows = await visiblePractices(context)
    .select(summaryColumns)
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The order of a list, as SQL: the id comes last, so that pages neither lose nor repeat anything. */
function orderOf(sort: PracticeSort, search: TextSearch | undefined, from: Place | undefined) {
  if (sort === 'nearest' && from) {
    // As `kmBetween` has it; nothing is last.
    const shrink = Math.cos((from.lat * Math.PI) / 180);
    return sql`case when not practice.point_is_doubtful
      then (practice.lat - ${from.lat}) ^ 2 + ((practice.lng - ${from.lng}) * ${shrink}) ^ 2 end, record.id`;
  }
  if (sort === 'relevance' && search) return sql`${fit(search)} desc, record.id`;
  if (sort === 'confirmed') return sql`${lastConfirmed}, record.id`;
  if (sort === 'title') return sql`record.title collate "fr-x-icu", record.id`;
  if (sort === 'commune') {
    return sql`nullif(practice.commune_name, '') collate "fr-x-icu", record.title collate "fr-x-icu", record.id`;
  }
  return sql`record.updated_at desc, record.id`;
}

export async function countPractices(
  context: Context,
  options: { filters: PreparedFilters; search: TextSearch | undefined },
): Promise<number> {
  const { count } = await filtered(context, options.filters, options.search)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whole practices after `afterId`, in order of id: how exports and the API read everything without holding it. */
export async function selectPractices(
  context: Context,
  options: { filters: PreparedFilters; search: TextSearch | undefined; afterId: Id | null; limit: number },
): Promise<Practice[]> {
  let query = filtered(context, options.filters, options.search).select(recordColumns).select(detailColumns);
  if (options.afterId) query = query.where('record.id', '>', options.afterId);
  const rows = await query.orderBy('record.id').limit(options.limit).execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}

/** The practices that the actor sees and that say this in the territory's own fields. */
export async function idsSaying(context: Context, own: readonly OwnFilter[]): Promise<Id[]> {
  const { ids } = await filtered(context, { places: {}, about: {}, own: [...own] }, undefined)
    // One text: so many rows would take longer to read than to find.
    .select(sql<string | null>`string_agg(record.id::text, ' ')`.as('ids'))
    .executeTakeFirstOrThrow();
  return ids?.split(' ') ?? [];
}

/** How many practices, of those that filters and words leave, say each choice in a field, by the keys that they hold. */
export async function countOwnValues(
  context: Context,
  {
    filters,
    search,
    field: { key, kind },
  }: { filters: PreparedFilters; search: TextSearch | undefined; field: Pick<OwnField, 'key' | 'kind'> },
): Promise<{ value: string | null; count: number }[]> {
  const value =
    kind === 'choices'
      ? sql<string>`jsonb_array_elements_text(case when jsonb_typeof(practice.fields -> ${key}::text) = 'array'
          then practice.fields -> ${key}::text else '[]' end)`
      : sql<string | null>`practice.fields ->> ${key}::text`;
  return filtered(context, filters, search)
    .where(sql<boolean>`practice.fields <> '{}'`)
    .select(value.as('value'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy('value')
    .execute();
}

/** Those of these practices that the actor may see, whole, in this order. */
export async function practicesWith(context: Context, ids: readonly Id[]): Promise<Practice[]> {
  if (ids.length === 0) return [];
  const rows = await visiblePractices(context)
    .select(recordColumns)
    .select(detailColumns)
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
  const found = new Map(rows.map((row) => [row.id, { record: toRecordCore(row), details: toDetails(row) }]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Those of these practices that the actor may see. */
export async function visibleAmong(context: Context, ids: readonly Id[]): Promise<Set<Id>> {
  if (ids.length === 0) return new Set();
  const rows = await visiblePractices(context)
    .select('record.id')
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** One page of whole practices, for programs. */
export async function selectPage(
  context: Context,
  options: ListWindow & { search: TextSearch | undefined },
): Promise<Practice[]> {
  const { filters, search, sort, from, limit, offset } = options;
  const rows = await filtered(context, filters, search)
    .select(recordColumns)
    .select(detailColumns)
    .orderBy(orderOf(sort, search, from))
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}
