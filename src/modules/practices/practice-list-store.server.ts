import { type SelectQueryBuilder, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type TextSearch,
  matches,
  recordColumns,
  relevance,
  toRecordCore,
} from '#modules/records/index.server.ts';
import type { Practice } from './practice.ts';
import type { PracticeFilters, PracticeSort } from './practice-filters.ts';
import { detailColumns, toDetails, visiblePractices } from './practice-store.server.ts';

type VisiblePractices = SelectQueryBuilder<Tables, 'record' | 'practice', object>;

function filtered(query: VisiblePractices, filters: PracticeFilters, search: TextSearch | undefined) {
  let kept = query;
  if (search) kept = kept.where(matches(search));
  if (filters.theme) kept = kept.where(sql<boolean>`record.tags @> array[${filters.theme}]::text[]`);
  if (filters.purpose) kept = kept.where('practice.purpose', '=', filters.purpose);
  if (filters.status) kept = kept.where('practice.status', '=', filters.status);
  if (filters.state === 'potential') kept = kept.where('practice.status', '=', 'idea');
  if (filters.state === 'existing') kept = kept.where('practice.status', '!=', 'idea');
  if (filters.legal_status) kept = kept.where('practice.legal_status', '=', filters.legal_status);
  if (filters.communes) {
    const { communes } = filters;
    kept = kept.where((eb) => eb('practice.commune_code', '=', eb.fn.any(eb.val(communes))));
  }
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
export type PracticeSummary = Awaited<ReturnType<typeof selectSummaries>>[number];

export async function selectSummaries(
  context: Context,
  options: {
    filters: PracticeFilters;
    search: TextSearch | undefined;
    sort: PracticeSort;
    limit: number;
    offset: number;
  },
) {
  const { filters, search, sort, limit, offset } = options;
  const query = filtered(visiblePractices(context), filters, search).select([
    'record.id as id',
    'record.kind as kind',
    'record.short_id as shortId',
    'record.slug as slug',
    'record.title as title',
    'record.pitch as pitch',
    'record.tags as tags',
    'record.source_name as sourceName',
    'record.updated_at as updatedAt',
    'record.confirmed_on as confirmedOn',
    'practice.purpose as purpose',
    'practice.status as status',
    'practice.commune_name as communeName',
    'practice.count as count',
  ]);
  return sorted(query, sort, search).limit(limit).offset(offset).execute();
}

function sorted<Row>(
  query: SelectQueryBuilder<Tables, 'record' | 'practice', Row>,
  sort: PracticeSort,
  search: TextSearch | undefined,
) {
  if (sort === 'relevance' && search) return query.orderBy(relevance(search), 'desc').orderBy('record.id');
  if (sort === 'title') return query.orderBy(sql`record.title collate "fr-x-icu"`).orderBy('record.id');
  return query.orderBy('record.updated_at', 'desc').orderBy('record.id');
}

export async function countPractices(
  context: Context,
  options: { filters: PracticeFilters; search: TextSearch | undefined },
): Promise<number> {
  const { count } = await filtered(visiblePractices(context), options.filters, options.search)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whole practices after `afterId`, in order of id: how exports and the API read everything without holding it. */
export async function selectPractices(
  context: Context,
  options: { filters: PracticeFilters; search: TextSearch | undefined; afterId: Id | null; limit: number },
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
  options: { filters: PracticeFilters; search: TextSearch | undefined },
) {
  return filtered(visiblePractices(context), options.filters, options.search)
    .select([
      'record.id as id',
      'record.slug as slug',
      'record.short_id as shortId',
      'record.title as title',
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

/** Communes, themes and sources that visible practices have, with how many: the choices of the filters. */
export async function selectFilterChoices(context: Context) {
  const visible = visiblePractices(context);
  const [communes, themes, sources] = await Promise.all([
    visible
      .select(['practice.commune_code as code', 'practice.commune_name as name'])
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('practice.commune_code', 'is not', null)
      .groupBy(['practice.commune_code', 'practice.commune_name'])
      .orderBy(sql`practice.commune_name collate "fr-x-icu"`)
      .limit(500)
      .execute(),
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
  return { communes, themes, sources };
}

/** One page of whole practices, for programs. */
export async function selectPage(
  context: Context,
  options: {
    filters: PracticeFilters;
    search: TextSearch | undefined;
    sort: PracticeSort;
    limit: number;
    offset: number;
  },
): Promise<Practice[]> {
  const { filters, search, sort, limit, offset } = options;
  const query = filtered(visiblePractices(context), filters, search)
    .select(recordColumns)
    .select(detailColumns);
  const rows = await sorted(query, sort, search).limit(limit).offset(offset).execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}
