import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { TopicKind } from '#modules/records/index.ts';
import { type TextSearch, idsAbout } from '#modules/records/index.server.ts';
import { communesOfEpci, findCommuneByCode } from '#modules/territories/index.server.ts';
import { type Place, kmBetween } from './columns/nearest-rows.ts';
import { ownFactsOf, withOwnIds } from './fields/own-values.server.ts';
import type { OwnFact } from './fields/own-answers.ts';
import type { Practice } from './practice.ts';
import type { PracticeFilters, PracticeListQuery, PreparedFilters } from './practice-filters.ts';
import {
  type SummaryRow,
  countPractices,
  practicesWith,
  selectPage,
  summariesOf,
} from './practice-list-store.server.ts';
import { preparePracticeSearch } from './search-in-places.server.ts';
import { type Narrowed, rowsInOrder, narrowPractices } from './narrow-practices.server.ts';
import { publicPractices } from './public-practices.server.ts';

/** A practice as a list shows it, with what it says in the territory's own fields that lists show. */
export type PracticeSummary = Omit<SummaryRow, 'fields'> & { facts: OwnFact[] } & Partial<Distance>;

/** Kilometres to the commune that was asked about, as the crow flies; null for what has no sure place. */
interface Distance {
  km: number | null;
}

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

/** One page of the practices the actor may see. */
export async function listPractices(context: Context, query: PracticeListQuery): Promise<PracticeList> {
  return (await readPracticeList(context, query)).list;
}

async function withFacts(context: Context, rows: readonly SummaryRow[]): Promise<PracticeSummary[]> {
  const facts = await ownFactsOf(
    context,
    rows.map(({ fields }) => fields),
  );
  return rows.map(({ fields: _fields, ...row }, place) => ({
    ...row,
    facts: (facts[place] ?? []).filter(({ inList }) => inList),
  }));
}

/** The same, with all that counting the filters takes. */
export async function readPracticeList(
  context: Context,
  query: PracticeListQuery,
): Promise<{ list: PracticeList; narrowed: Narrowed }> {
  const { q: text, ...given } = query.filters;
  const narrowed = await narrowPractices(context, { filters: await withoutNames(context, given), text });
  const { limit, offset } = window(query);
  const { ids } = narrowed.kept.columns;
  const from = await placeNear(query.near);
  const rows = Array.from(rowsInOrder(narrowed, { sort: query.sort, from }).slice(offset, offset + limit));
  const items = await withFacts(
    context,
    await summariesOf(
      context,
      rows.flatMap((row) => ids[row] ?? []),
    ),
  );
  const list = {
    items: from ? items.map((item) => ({ ...item, km: kmToRow(narrowed, from, item.id) })) : items,
    ...paging(query, narrowed.selected.total),
    isCut: narrowed.found?.isCut ?? false,
    resembling: narrowed.found?.resembling ?? false,
  };
  return { list, narrowed };
}

/** Where a commune is, for distances from it: its town, else about the middle of the towns around. */
async function placeNear(code: string | undefined): Promise<Place | undefined> {
  const { centre } = (code && (await findCommuneByCode(code))) || {};
  return centre ? { lng: centre.longitude, lat: centre.latitude } : undefined;
}

function kmToRow({ kept: { columns } }: Narrowed, from: Place, id: Id): number | null {
  const row = columns.rowOf(id) ?? -1;
  const km = kmBetween(from, { lng: columns.lng[row] ?? NaN, lat: columns.lat[row] ?? NaN });
  return Number.isNaN(km) ? null : km;
}

/** One page of the practices the actor may see, as programs get them: a search leaves nothing out. */
export async function pageOfPractices(context: Context, query: PracticeListQuery) {
  const from = await placeNear(query.near);
  const { practices, total } = await readPage(context, query, from);
  const items = await publicPractices(context, practices);
  return {
    items: practices.map((practice, place) => ({
      ...items[place],
      ...(from && { distance_km: kmTo(practice, from) }),
    })),
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

/** To a tenth of a kilometre; null for what has no sure place. */
function kmTo({ details: { lat, lng, pointIsDoubtful } }: Practice, from: Place): number | null {
  if (lat === null || lng === null || pointIsDoubtful) return null;
  return Math.round(kmBetween(from, { lng, lat }) * 10) / 10;
}

async function readPage(
  context: Context,
  query: PracticeListQuery,
  from: Place | undefined,
): Promise<{ practices: Practice[]; total: number }> {
  const { filters, search } = await prepareFilters(context, query.filters);
  const { limit, offset } = window(query);
  if (search) {
    const [practices, total] = await Promise.all([
      selectPage(context, { filters, search, sort: query.sort, from, limit, offset }),
      countPractices(context, { filters, search }),
    ]);
    return { practices, total };
  }
  const narrowed = await narrowPractices(context, { filters, text: undefined });
  const { ids } = narrowed.kept.columns;
  const order = rowsInOrder(narrowed, { sort: query.sort, from });
  const rows = Array.from(order.slice(offset, offset + limit));
  const practices = await practicesWith(
    context,
    rows.flatMap((row) => ids[row] ?? []),
  );
  return { practices, total: narrowed.selected.total };
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
  const search = q ? await preparePracticeSearch(context, q) : undefined;
  return { filters, search };
}

/** The codes and ids that the names in an address stand for. */
export async function withoutNames(
  context: Context,
  { commune, epci, theme, challenge, community, ...rest }: Omit<PracticeFilters, 'q'>,
): Promise<PreparedFilters> {
  const [places, themes, challenges, communities] = await Promise.all([
    placesAsked({ commune, epci }),
    idsOf(context, 'theme', theme),
    idsOf(context, 'challenge', challenge),
    idsOf(context, 'community', community),
  ]);
  // Before there were themes, keywords were called so: an address that names one still finds them.
  const asTags = themes?.unknown.map((text) => text.toLowerCase()) ?? [];
  const tag = asTags.length > 0 ? [...(rest.tag ?? []), ...asTags] : rest.tag;
  const isTheme = themes && (themes.ids.length > 0 || asTags.length === 0);
  const own = await withOwnIds(context, rest.own);
  return {
    ...rest,
    ...(own && { own }),
    tag,
    places,
    about: {
      ...(isTheme && { theme: themes.ids }),
      ...(challenges && { challenge: challenges.ids }),
      ...(communities && { community: communities.ids }),
    },
  };
}

/** The ids that records about any of these topics may carry, and the names that no topic has. */
async function idsOf(context: Context, kind: TopicKind, texts: readonly string[] | undefined) {
  if (!texts) return undefined;
  const found = await Promise.all(texts.map((text) => idsAbout(context, kind, text)));
  return {
    ids: [...new Set(found.flatMap((ids) => ids ?? []))],
    unknown: texts.filter((_, place) => !found[place]),
  };
}

/** A practice of a whole EPCI is found in each of its communes, and one of any of its communes is found in the EPCI. */
async function placesAsked({
  commune,
  epci,
}: Pick<PracticeFilters, 'commune' | 'epci'>): Promise<PreparedFilters['places']> {
  const around = async (code: string) => [code, (await findCommuneByCode(code))?.epci?.code ?? code];
  const within = async (code: string) => [code, ...(await communesOfEpci(code))];
  return {
    ...(commune && { commune: (await Promise.all(commune.map(around))).flat() }),
    ...(epci && { epci: (await Promise.all(epci.map(within))).flat() }),
  };
}
