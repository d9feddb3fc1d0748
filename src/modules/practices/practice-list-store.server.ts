import { type SelectQueryBuilder, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type TextSearch,
  isAbout,
  matches,
  newestFound,
  recordColumns,
  relevance,
  toRecordCore,
} from '#modules/records/index.server.ts';
import type { Practice } from './practice.ts';
import type { PreparedFilters, PracticeSort } from './practice-filters.ts';
import { detailColumns, toDetails, visiblePractices } from './practice-store.server.ts';

/** The day it was last said to be true: what nobody confirmed was so when it was made. */
const lastConfirmed = sql`coalesce(record.confirmed_on, (record.created_at at time zone 'UTC')::date)`;

type VisiblePractices = SelectQueryBuilder<Tables, 'record' | 'practice', object>;

function filtered(query: VisiblePractices, filters: PreparedFilters, search: TextSearch | undefined) {
  let kept = query;
  if (search) kept = kept.where(matches(search));
  if (filters.among) {
    const { among } = filters;
    kept = kept.where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...among]))));
  }
  for (const carried of filters.about) kept = kept.where(isAbout(carried));
  if (filters.tag) kept = kept.where(sql<boolean>`record.tags @> array[${filters.tag}]::text[]`);
  if (filters.purpose) kept = kept.where('practice.purpose', '=', filters.purpose);
  if (filters.status) kept = kept.where('practice.status', '=', filters.status);
  if (filters.state === 'potential') kept = kept.where('practice.status', '=', 'idea');
  if (filters.state === 'existing') kept = kept.where('practice.status', '!=', 'idea');
  if (filters.legal_status) kept = kept.where('practice.legal_status', '=', filters.legal_status);
  if (filters.milieu) kept = kept.where('practice.milieu', '=', filters.milieu);
  if (filters.digital) kept = kept.where('practice.digital', '=', filters.digital);
  if (filters.reach) kept = kept.where('practice.reach', '=', filters.reach);
  if (filters.places) kept = kept.where(sql<boolean>`practice.place_codes && ${filters.places}::text[]`);
  if (filters.confirmed_before)
    kept = kept.where(sql<boolean>`${lastConfirmed} < ${filters.confirmed_before}::date`);
  if (filters.source) kept = kept.where('record.source_name', '=', filters.source);
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
  'practice.purpose as purpose',
  'practice.status as status',
  'practice.reach as reach',
  'practice.commune_name as communeName',
  'practice.also_in as alsoIn',
  'practice.epci_name as epciName',
  'practice.count as count',
] as const;

export type PracticeSummary = Awaited<ReturnType<typeof selectSummaries>>[number];

interface ListWindow {
  filters: PreparedFilters;
  sort: PracticeSort;
  limit: number;
  offset: number;
}

export async function selectSummaries(context: Context, { filters, sort, limit, offset }: ListWindow) {
  return filtered(visiblePractices(context), filters, undefined)
    .select(summaryColumns)
    .orderBy(orderOf(sort, undefined))
    .limit(limit)
    .offset(offset)
    .execute();
}

/**
 * The ids of a window on what a search finds, and how many that is: more than `mostFound` when there are more. One
 * question, for ranking and counting both read everything found.
 */
export async function searchPractices(
  context: Context,
  options: ListWindow & { search: TextSearch },
): Promise<{ ids: Id[]; found: number }> {
  const { filters, search, sort, limit, offset } = options;
  const newest = newestFound(filtered(visiblePractices(context), filters, search));
  const rows = await context.db
    .selectFrom(newest.as('record'))
    .select(['record.id', sql<number>`count(*) over ()`.as('found')])
    .orderBy(orderOf(sort, search))
    .limit(limit)
    .offset(offset)
    .execute();
  const [first] = rows;
  if (first) return { ids: rows.map(({ id }) => id), found: first.found };
  const found = offset > 0 ? (await searchPractices(context, { ...options, limit: 1, offset: 0 })).found : 0;
  return { ids: [], found };
}

/** Those of these practices that the actor may see, in this order. */
export async function summariesOf(context: Context, ids: Id[]): Promise<PracticeSummary[]> {
  if (ids.length === 0) return [];
  const rows = await visiblePractices(context)
    .select(summaryColumns)
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return rows.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

/** The order of a list, as SQL: the id comes last, so that pages neither lose nor repeat anything. */
function orderOf(sort: PracticeSort, search: TextSearch | undefined) {
  if (sort === 'relevance' && search) return sql`${relevance(search)} desc, record.id`;
  if (sort === 'confirmed') return sql`${lastConfirmed}, record.id`;
  if (sort === 'title') return sql`record.title collate "fr-x-icu", record.id`;
  return sql`record.updated_at desc, record.id`;
}

export async function countPractices(
  context: Context,
  options: { filters: PreparedFilters; search: TextSearch | undefined },
): Promise<number> {
  const { count } = await filtered(visiblePractices(context), options.filters, options.search)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whole practices after `afterId`, in order of id: how exports and the API read everything without holding it. */
export async function selectPractices(
  context: Context,
  options: { filters: PreparedFilters; search: TextSearch | undefined; afterId: Id | null; limit: number },
): Promise<Practice[]> {
  let query = filtered(visiblePractices(context), options.filters, options.search)
    .select(recordColumns)
    .select(detailColumns);
  if (options.afterId) query = query.where('record.id', '>', options.afterId);
  const rows = await query.orderBy('record.id').limit(options.limit).execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}

/** Every point fit for the map. */
export async function selectPoints(
  context: Context,
  options: { filters: PreparedFilters; search: TextSearch | undefined },
) {
  return filtered(visiblePractices(context), options.filters, options.search)
    .select([
      'record.id as id',
      'record.slug as slug',
      'record.short_id as shortId',
      'record.title as title',
      'record.language as language',
      'practice.purpose as purpose',
      'practice.status as status',
    ])
    .select((eb) => [
      eb.ref('practice.lng').$notNull().as('lng'),
      eb.ref('practice.lat').$notNull().as('lat'),
    ])
    .where('practice.lat', 'is not', null)
    .where('practice.point_is_doubtful', '=', false)
    .orderBy('record.id')
    .execute();
}

/** Communes, keywords and sources that visible practices have, with how many: the choices of the filters. */
export async function selectFilterChoices(context: Context) {
  const visible = visiblePractices(context);
  const [communes, tags, sources] = await Promise.all([
    communesOf(visible),
    visible
      .select(sql<string>`unnest(record.tags)`.as('name'))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .groupBy('name')
      .orderBy('count', 'desc')
      .orderBy('name')
      .limit(60)
      .execute(),
    visible
      .select('record.source_name as name')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('record.source_name', '!=', '')
      .groupBy('record.source_name')
      .orderBy('record.source_name')
      .limit(200)
      .execute(),
  ]);
  return { communes, tags, sources };
}

/** A practice of several communes counts in each of them. */
function communesOf(visible: VisiblePractices) {
  const all = sql<{ code: string; name: string }>`(
    select practice.commune_code as code, practice.commune_name as name
    union all select * from jsonb_to_recordset(practice.also_in) as other(code text, name text))`;
  return visible
    .innerJoinLateral(all.as('commune'), (join) => join.on('commune.code', 'is not', null))
    .select(['commune.code as code', 'commune.name as name'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy(['commune.code', 'commune.name'])
    .orderBy(sql`commune.name collate "fr-x-icu"`)
    .limit(500)
    .execute();
}

/** One page of whole practices, for programs. */
export async function selectPage(
  context: Context,
  options: ListWindow & { search: TextSearch | undefined },
): Promise<Practice[]> {
  const { filters, search, sort, limit, offset } = options;
  const rows = await filtered(visiblePractices(context), filters, search)
    .select(recordColumns)
    .select(detailColumns)
    .orderBy(orderOf(sort, search))
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}
