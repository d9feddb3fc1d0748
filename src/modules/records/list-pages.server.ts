import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { countPages, selectNewestPages, selectPages } from './page-store.server.ts';
import type { RecordCore } from './record.ts';
import { idsAsked } from './read-topics.server.ts';
import { prepareSearch } from './search-store.server.ts';
import type { AskedTopics } from './topic.ts';

/** What a list of knowledge pages is asked for; an empty text or tag asks for nothing. */
export interface PageQuery {
  text: string;
  tag: string;
  asked: AskedTopics;
  /** From 1. */
  page: number;
}

export interface PageList {
  items: Awaited<ReturnType<typeof selectPages>>;
  total: number;
  page: number;
  pages: number;
  /** True when no page holds the words searched for and resembling titles are listed instead. */
  resembling: boolean;
}

const perPage = 24;

/** The knowledge pages the actor may see: best matches first, else what changed last. */
export async function listPages(context: Context, query: PageQuery): Promise<PageList> {
  const filters = await findFilters(context, query);
  const total = await countPages(context, filters);
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(Math.max(1, query.page), pages);
  const items = await selectPages(context, { filters, limit: perPage, offset: (page - 1) * perPage });
  return { items, total, page, pages, resembling: filters.search?.mode === 'typos' };
}

/**
 * Whole pages of a list that the actor may see, latest change first. Nothing is guessed: words that no page holds find none.
 *
 * @param options.among only some of these very pages
 */
export async function newestPages(
  context: Context,
  query: Omit<PageQuery, 'page'>,
  { among, limit }: { among?: readonly Id[] | undefined; limit: number },
): Promise<RecordCore[]> {
  const filters = await findFilters(context, query);
  if (filters.search?.mode === 'typos') return [];
  return selectNewestPages(context, { filters: { ...filters, among }, limit });
}

async function findFilters(context: Context, { text, tag, asked }: Omit<PageQuery, 'page'>) {
  const [search, about] = await Promise.all([
    text === '' ? undefined : prepareSearch(context, { kind: 'page', text }),
    idsAsked(context, asked),
  ]);
  return { search, tag, about };
}
