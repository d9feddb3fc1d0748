import { type Context, hasRole } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type TextSearch, mostFound, resemblingSearch } from '#modules/records/index.server.ts';
import { audienceBits } from './columns/column-store.server.ts';
import { type KeptColumns, practiceColumns } from './columns/keep-columns.server.ts';
import { type Place, nearestRows } from './columns/nearest-rows.ts';
import type { OwnFilter } from './fields/own-filters.ts';
import type { RowOrder } from './columns/row-orders.ts';
import { type Selected, selectRows } from './columns/select-rows.ts';
import { searchInPlaces } from './search-in-places.server.ts';
import { conditionsOf } from './practice-conditions.ts';
import type { PracticeSort, PreparedFilters } from './practice-filters.ts';
import { idsSaying, searchPractices, visibleAmong } from './practice-list-store.server.ts';

/** What words find. */
export interface Found {
  /** Best first. */
  ids: Id[];
  /** True when more was found: the newest are kept. */
  isCut: boolean;
  /** True when nothing holds the words and titles that resemble them are given instead. */
  resembling: boolean;
}

/** Everything a list, its counts or a map needs to know of what is asked. */
export interface Narrowed {
  kept: KeptColumns;
  selected: Selected;
  found: Found | undefined;
}

/** Which practices the actor may see, what the words and filters leave of them, and what each filter alone keeps out. */
export async function narrowPractices(
  context: Context,
  { filters, text }: { filters: PreparedFilters; text: string | undefined },
): Promise<Narrowed> {
  const [kept, found] = await Promise.all([
    practiceColumns(context),
    text ? findWords(context, { filters, text }) : undefined,
  ]);
  const own = await ownRows(context, kept);
  const seen = seenRows(context, kept, own);
  if (found) keepOnly(seen, kept, found.ids);
  if (filters.among) keepOnly(seen, kept, filters.among);
  if (filters.own) keepOnly(seen, kept, await saying(context, filters.own));
  keepInside(seen, kept, filters);
  return { kept, selected: selectRows(kept.columns, seen, conditionsOf(filters)), found };
}

/** The territory's own fields have no column: the database is asked, once between two changes. */
function saying(context: Context, own: readonly OwnFilter[]): Promise<Id[]> {
  const key = `own-saying ${audienceOf(context)} ${JSON.stringify(own)}`;
  return context.memory.recall(context, key, () => idsSaying(context, own));
}

/** The rows of what is left in the order of the list. */
export function rowsInOrder(
  { kept, selected, found }: Narrowed,
  { sort, from }: { sort: PracticeSort; from: Place | undefined },
): readonly number[] | Uint32Array {
  if (sort === 'nearest' && from) return nearestRows(kept.columns, selected.kept, from);
  const isKept = (row: number | undefined) => row !== undefined && selected.kept[row] === 1;
  if (sort === 'relevance' && found) {
    return found.ids.flatMap((id) => kept.columns.rowOf(id) ?? []).filter(isKept);
  }
  return kept.order(orderOf(sort)).filter(isKept);
}

function orderOf(sort: PracticeSort): RowOrder {
  return sort === 'relevance' || sort === 'nearest' ? 'updated' : sort;
}

/**
 * What holds the words, else what holds words that resemble them. The words alone are asked for, so that the filters can be counted;
 * when they find too much for that, the words within the filters.
 */
async function findWords(
  context: Context,
  { filters, text }: { filters: PreparedFilters; text: string },
): Promise<Found> {
  const found = await findIn(context, filters, await searchInPlaces(context, text));
  // Nowhere at all: what is found within the filters only says that what was asked for is not among them.
  if (found) return { ...found, resembling: false };
  const resembling = await findIn(context, filters, await resemblingSearch(context, text));
  return { ...(resembling ?? { ids: [], isCut: false }), resembling: true };
}

/** Undefined when nothing is found, with the filters or without. */
async function findIn(
  context: Context,
  filters: PreparedFilters,
  search: TextSearch,
): Promise<Omit<Found, 'resembling'> | undefined> {
  const everywhere = await searchPractices(context, { filters: { places: {}, about: {} }, search });
  if (everywhere.found === 0) return undefined;
  const isTooMuch = everywhere.found > mostFound && isNarrowing(filters);
  const { ids, found } = isTooMuch ? await searchPractices(context, { filters, search }) : everywhere;
  return { ids, isCut: found > mostFound };
}

/** Whether any filter is set: without one, what the words find within them is what they find. */
function isNarrowing({ places, about, ...others }: PreparedFilters): boolean {
  const chosen = [places, about, others].flatMap((filters) => Object.values<unknown>(filters));
  return chosen.some((values) => values !== undefined);
}

/** 1 for each practice that the actor sees by their role, or as their own. */
function seenRows({ actor, kindsOff = [] }: Context, { columns }: KeptColumns, own: readonly number[]) {
  const seen = new Uint8Array(columns.size);
  if (kindsOff.includes('practice')) return seen;
  const bit = audienceBits[actor.role];
  for (let row = 0; row < columns.size; row += 1)
    seen[row] = ((columns.audience[row] ?? 0) & bit) > 0 ? 1 : 0;
  for (const row of own) seen[row] = 1;
  return seen;
}

/** The drafts of the actor, and what was hidden of theirs, as the one place that decides says. */
async function ownRows(context: Context, { columns }: KeptColumns): Promise<number[]> {
  const { personId } = context.actor;
  if (personId === null || !hasRole(context.actor, 'contributor')) return [];
  const rows = [...columns.owners].flatMap(([row, owners]) => (owners.includes(personId) ? row : []));
  const ids = rows.flatMap((row) => columns.ids[row] ?? []);
  const visible = await visibleAmong(context, ids);
  return rows.filter((row) => visible.has(columns.ids[row] ?? ''));
}

function keepOnly(seen: Uint8Array, { columns }: KeptColumns, ids: readonly Id[]): void {
  const among = new Uint8Array(seen.length);
  for (const id of ids) {
    const row = columns.rowOf(id);
    if (row !== undefined) among[row] = seen[row] ?? 0;
  }
  seen.set(among);
}

function keepInside(
  seen: Uint8Array,
  { columns }: KeptColumns,
  { bbox, updated_since, confirmed_before }: PreparedFilters,
): void {
  if (!bbox && !updated_since && !confirmed_before) return;
  const since = updated_since?.getTime() ?? -Infinity;
  const before = confirmed_before ? Date.parse(confirmed_before) : Infinity;
  const [west, south, east, north] = bbox ?? [];
  const isInside = (lng = NaN, lat = NaN) =>
    lng >= Number(west) && lng <= Number(east) && lat >= Number(south) && lat <= Number(north);
  const { lng, lat, updated, confirmed } = columns;
  for (let row = 0; row < seen.length; row += 1) {
    const isTimely = (updated[row] ?? 0) >= since && (confirmed[row] ?? 0) < before;
    if (!isTimely || (bbox && !isInside(lng[row], lat[row]))) seen[row] = 0;
  }
}
