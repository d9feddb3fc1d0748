import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { RecordCore } from './record.ts';
import { recordColumns, toRecordCore } from './record-store.server.ts';
import { type TextSearch, matches, relevance } from './search-store.server.ts';
import { isAbout } from './topic-store.server.ts';
import { visibleTo } from './visibility.server.ts';

/** What a list of knowledge pages is asked for. */
export interface PageFilters {
  search?: TextSearch | undefined;
  tag: string;
  /** For each topic asked for: the ids that pages about it may carry. */
  about: readonly (readonly Id[])[];
  /** Only some of these very pages. */
  among?: readonly Id[] | undefined;
}

/** The knowledge pages the actor may see, and that the filters keep. */
function keptPages(context: Context, { search, tag, about, among }: PageFilters) {
  let query = context.db
    .selectFrom('record')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'page')
    .where(visibleTo(context));
  if (search) query = query.where(matches(search));
  if (among) query = query.where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...among]))));
  if (tag !== '') query = query.where(sql<boolean>`record.tags @> array[${tag}]::text[]`);
  for (const carried of about) query = query.where(isAbout(carried));
  return query;
}

export async function countPages(context: Context, filters: PageFilters): Promise<number> {
  const { count } = await keptPages(context, filters)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Best matches of a search first, then what changed last. */
export async function selectPages(
  context: Context,
  { filters, limit, offset }: { filters: PageFilters; limit: number; offset: number },
) {
  let query = keptPages(context, filters).select([
    'record.id as id',
    'record.kind as kind',
    'record.short_id as shortId',
    'record.slug as slug',
    'record.title as title',
    'record.pitch as pitch',
    'record.language as language',
    'record.visibility as visibility',
    'record.tags as tags',
    'record.updated_at as updatedAt',
  ]);
  if (filters.search) query = query.orderBy(relevance(filters.search), 'desc');
  return query
    .orderBy('record.updated_at', 'desc')
    .orderBy('record.id')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** Whole pages by their latest change. */
export async function selectNewestPages(
  context: Context,
  { filters, limit }: { filters: PageFilters; limit: number },
): Promise<RecordCore[]> {
  const rows = await keptPages(context, filters)
    .select(recordColumns)
    .orderBy('record.updated_at', 'desc')
    .orderBy('record.id')
    .limit(limit)
    .execute();
  return rows.map(toRecordCore);
}
