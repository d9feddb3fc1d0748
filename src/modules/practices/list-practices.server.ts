import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import {
  type TextSearch,
  filesOf,
  idsAbout,
  idsAsked,
  listTopics,
  mergedOrigins,
  mostFound,
  prepareSearch,
  readTopics,
  textSearch,
} from '#modules/records/index.server.ts';
import { communesOfEpci, findCommuneByCode } from '#modules/territories/index.server.ts';
import type { Practice } from './practice.ts';
import type { PracticeFilters, PracticeListQuery, PreparedFilters } from './practice-filters.ts';
import {
  type PracticeSummary,
  countPractices,
  searchPractices,
  selectFilterChoices,
  selectPage,
  selectSummaries,
  summariesOf,
} from './practice-list-store.server.ts';
import { toPublicPractice } from './public-practice.ts';

export interface PracticeList {
  items: PracticeSummary[];
  total: number;
  page: number;
  pages: number;
  /** True when a search finds more than `total`: the newest of them are listed. */
  isCut: boolean;
  /** True when nothing holds the words searched for and resembling titles are listed instead. */
  resembling: boolean;
}

/** Longer pages are worked out each time, so that what is remembered stays small. */
const longestRemembered = 60;

/** One page of the practices the actor may see. */
export function listPractices(context: Context, query: PracticeListQuery): Promise<PracticeList> {
  if (query.perPage > longestRemembered) return readList(context, query);
  const key = `practices ${audienceOf(context)} ${JSON.stringify(query)}`;
  return context.memory.recall(context, key, () => readList(context, query));
}

async function readList(context: Context, query: PracticeListQuery): Promise<PracticeList> {
  const { q, ...given } = query.filters;
  const filters = await withoutNames(context, given);
  if (q) return readFound(context, { query, filters, text: q });
  const [items, total] = await Promise.all([
    selectSummaries(context, { filters, sort: query.sort, ...window(query) }),
    context.memory.recall(context, `practice-count ${audienceOf(context)} ${JSON.stringify(filters)}`, () =>
      countPractices(context, { filters, search: undefined }),
    ),
  ]);
  return { items, ...paging(query, total), isCut: false, resembling: false };
}

/** What holds the words, else what resembles them. */
async function readFound(
  context: Context,
  { query, filters, text }: { query: PracticeListQuery; filters: PreparedFilters; text: string },
): Promise<PracticeList> {
  const options = { filters, sort: query.sort, ...window(query) };
  const words = textSearch(text);
  let { ids, found } = await searchPractices(context, { ...options, search: words });
  const search = found > 0 ? words : await prepareSearch(context, { kind: 'practice', text });
  if (search.mode === 'typos') ({ ids, found } = await searchPractices(context, { ...options, search }));
  return {
    items: await summariesOf(context, ids),
    ...paging(query, Math.min(found, mostFound)),
    isCut: found > mostFound,
    resembling: search.mode === 'typos',
  };
}

/** One page of the practices the actor may see, as programs get them. */
export async function pageOfPractices(context: Context, query: PracticeListQuery) {
  const { filters, search } = await prepareFilters(context, query.filters);
  const [practices, total, topics] = await Promise.all([
    selectPage(context, { filters, search, sort: query.sort, ...window(query) }),
    countPractices(context, { filters, search }),
    readTopics(context),
  ]);
  const ids = practices.map(({ record }) => record.id);
  const [files, merged] = await Promise.all([filesOf(context, ids), mergedOrigins(context, ids)]);
  const mergedInto = Map.groupBy(merged, ({ standsFor }) => standsFor);
  const { origin } = context;
  const own = (id: Id) => ({ files: files.get(id) ?? [], merged: mergedInto.get(id) ?? [] });
  return {
    items: practices.map((practice) =>
      toPublicPractice(practice, { origin, topics, ...own(practice.record.id) }),
    ),
    ...paging(query, total),
  };
}

/**
 * Whole practices of a list that the actor may see, latest change first. Nothing is guessed: words that no practice holds
 * find none.
 *
 * @param options.among only some of these very practices
 */
export async function newestPractices(
  context: Context,
  given: PracticeFilters,
  { among, limit }: { among?: readonly Id[] | undefined; limit: number },
): Promise<Practice[]> {
  const { filters, search } = await prepareFilters(context, given);
  if (search?.mode === 'typos') return [];
  return selectPage(context, { filters: { ...filters, among }, search, sort: 'updated', limit, offset: 0 });
}

/** Communes, topics, keywords and sources that visible practices have, with how many: the choices of the filters. */
export async function practiceFilterChoices(context: Context) {
  const key = `practice-choices ${audienceOf(context)}`;
  const [choices, topics] = await Promise.all([
    context.memory.recall(context, key, () => selectFilterChoices(context)),
    listTopics(context, 'practice'),
  ]);
  return { ...choices, topics };
}

function window({ page, perPage }: PracticeListQuery) {
  return { limit: perPage, offset: (page - 1) * perPage };
}

function paging({ page, perPage }: PracticeListQuery, total: number) {
  return { total, page, pages: Math.max(1, Math.ceil(total / perPage)) };
}

/** Turns what an address says into what the store filters by. */
export async function prepareFilters(
  context: Context,
  { q, ...given }: PracticeFilters,
): Promise<{ filters: PreparedFilters; search: TextSearch | undefined }> {
  const filters = await withoutNames(context, given);
  const search = q ? await prepareSearch(context, { kind: 'practice', text: q }) : undefined;
  return { filters, search };
}

/** The codes and ids that the names in an address stand for. */
async function withoutNames(
  context: Context,
  { commune, epci, theme, challenge, community, ...rest }: Omit<PracticeFilters, 'q'>,
): Promise<PreparedFilters> {
  const places = await placesAsked({ commune, epci });
  const themeIds = theme === undefined ? undefined : await idsAbout(context, 'theme', theme);
  // Before there were themes, keywords were called so: an address that names one still finds them.
  const tag = rest.tag ?? (themeIds ? undefined : theme?.toLowerCase());
  const others = {
    ...(challenge !== undefined && { challenge }),
    ...(community !== undefined && { community }),
  };
  const about = [...(themeIds ? [themeIds] : []), ...(await idsAsked(context, others))];
  return { ...rest, tag, places, about };
}

/** A practice of a whole EPCI is found in each of its communes, and one of any of its communes is found in the EPCI. */
async function placesAsked({
  commune,
  epci,
}: Pick<PracticeFilters, 'commune' | 'epci'>): Promise<string[] | undefined> {
  if (commune) {
    const group = (await findCommuneByCode(commune))?.epci?.code;
    return group ? [commune, group] : [commune];
  }
  return epci ? [...(await communesOfEpci(epci)), epci] : undefined;
}
