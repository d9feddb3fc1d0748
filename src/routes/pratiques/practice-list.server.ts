import { formatDate } from '#kernel/dates/format-date.ts';
import { type MessageKey, isMessageKey, translators } from '#messages/index.ts';
import {
  type ChipShown,
  type Facet,
  type FacetShown,
  type FiltersShown,
  type PracticeListQuery,
  understoodQuery,
} from '#modules/practices/index.ts';
import {
  type CountedFacet,
  type PracticeList,
  type Narrowed,
  type OwnFilterChoice,
  countFacets,
  countWithoutFilter,
  ownFilterChoices,
  readPracticeList,
  readSeenForm,
} from '#modules/practices/index.server.ts';
import { communesOfTerritory, findCommuneByCode } from '#modules/territories/index.server.ts';
import { awaitInventory } from '../inventory-read.server.ts';

type Say = (typeof translators)['fr'];

export interface ListShown {
  list: PracticeList;
  narrowed: Narrowed;
  query: PracticeListQuery;
  filters: FiltersShown;
  /** When nothing is found: what taking one thing away would give. */
  instead: ChipShown[];
  /** The filters that were not understood. */
  ignored: string[];
  /** What is asked, without the page: `?status=idea`, or nothing. */
  search: string;
}

/** What a page of the inventory shows, whatever the view: the practices, the filters with their counts, what was chosen. */
export async function listShown(
  { locals, params }: { locals: App.Locals; params: URLSearchParams },
  options: { perPage?: number; page?: number; sort?: PracticeListQuery['sort'] } = {},
): Promise<ListShown> {
  const { context, locale } = locals;
  const t = translators[locale];
  await awaitInventory(context);
  const { query: asked, kept, ignored } = understoodQuery(params, await readSeenForm(context));
  const query = { ...asked, ...options };
  const { list, narrowed } = await readPracticeList(context, query);
  const counted = await countFacets(context, narrowed, query.filters);
  const own = ownShown(t, await ownFilterChoices(context, query.filters), kept);
  for (const name of ['page', 'per_page']) kept.delete(name);
  const near = await nearShown(locals.context, query.near);
  const chips = chipsOf(t, { kept, counted, locals, own: own.all, near: near.label });
  const left = await Promise.all(
    list.total > 0
      ? []
      : chips
          .filter(({ name }) => name !== 'near')
          .map(async ({ name, ...chip }) => {
            const count = await countWithoutFilter(context, { filters: query.filters, name, narrowed });
            const label = t('practices.list.instead-of', { filter: chip.label, count });
            return count > 0 ? [{ label, href: searchOf(without(kept, name)) }] : [];
          }),
  );
  return {
    list,
    narrowed,
    query,
    filters: {
      text: query.filters.q ?? '',
      confirmedBefore: query.filters.confirmed_before ?? '',
      facets: [...counted.map((facet) => facetShown(t, facet, list.isCut)), ...own.facets],
      near,
      ranges: own.ranges,
      chips: chips.map(({ label, href }) => ({ label, href })),
      isOpen:
        counted.some(({ values }) => values.some(({ chosen }) => chosen)) ||
        kept.has('confirmed_before') ||
        kept.has('near') ||
        [...kept.keys()].some((name) => name.startsWith('field.')),
    },
    instead: distinct(left.flat()),
    ignored,
    search: searchOf(kept),
  };
}

export function searchOf(params: URLSearchParams): string {
  return params.size > 0 ? `?${params}` : '';
}

function facetShown(t: Say, { facet, values, left }: CountedFacet, isCut: boolean): FacetShown {
  return {
    name: facet,
    legend: t(`practices.filter.${facet === 'legal_status' ? 'legal-status' : facet}`),
    values: values.map((one) => ({
      value: one.value,
      label: one.name ?? codeName(t, facet, one.value),
      count: isCut && one.count > 0 ? t('practices.list.at-least', { count: one.count }) : String(one.count),
      checked: one.chosen,
      depth: one.depth,
    })),
    ...(left > 0 && { note: t('practices.list.facet-more', { count: left }) }),
  };
}

/** The filters that the territory added: choices to tick, and what is typed for the rest. */
function ownShown(t: Say, own: readonly OwnFilterChoice[], kept: URLSearchParams) {
  const facets = own.map(({ name, label, options }): FacetShown => ({
    name,
    legend: label,
    values: options.map(({ value, label: said, count }) => ({
      value,
      label: said,
      count: String(count),
      checked: kept.getAll(name).includes(value),
      depth: 0,
    })),
  }));
  const typed = own.flatMap(({ name, label, kind }) =>
    kind === 'number' || kind === 'date' || kind === 'practices'
      ? [{ name, label, hint: t(`own-fields.filter-${kind}`), value: kept.get(name) ?? '' }]
      : [],
  );
  const ticked = facets.filter(({ name }) => typed.every((one) => one.name !== name));
  return { facets: ticked, ranges: typed, all: facets };
}

/** The words of a code of a filter. */
function codeName(t: Say, facet: Facet, value: string): string {
  const group = facet === 'legal_status' ? 'legal' : facet === 'purpose' ? 'purpose-short' : facet;
  const key: string = facet === 'state' ? `practices.state.${value}` : `practices.${group}.${value}`;
  return isMessageKey(key) ? t(key satisfies MessageKey) : value;
}

/** Most communes that the form offers to tell distances from. */
const mostCommunes = 400;

/** The commune that distances are told from, and those that may be. */
async function nearShown({ db, territoryId }: App.Locals['context'], code: string | undefined) {
  const codes = (await communesOfTerritory(db, territoryId)).slice(0, mostCommunes);
  const offered = await Promise.all([...new Set([...codes, ...(code ? [code] : [])])].map(findCommuneByCode));
  const options = offered
    .flatMap((commune) => (commune ? [{ value: commune.code, label: commune.name }] : []))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'fr'));
  const label = options.find(({ value }) => value === code)?.label ?? code ?? '';
  return { value: code ?? '', label, options };
}

interface Chosen {
  /** The name of the commune that distances are told from. */
  near: string;
  own: readonly FacetShown[];
  kept: URLSearchParams;
  counted: readonly CountedFacet[];
  locals: App.Locals;
}

/** Everything the address asks, but for the order. */
function chipsOf(t: Say, { kept, counted, locals, own, near }: Chosen): (ChipShown & { name: string })[] {
  return [...kept]
    .filter(([name]) => name !== 'sort')
    .map(([name, value]) => {
      const key = `practices.filter.${name.replaceAll('_', '-')}`;
      const added = own.find((one) => one.name === name);
      const facet = added?.legend ?? (isMessageKey(key) ? t(key) : name);
      const label = t('practices.list.chip', {
        facet,
        value: name === 'near' ? near : nameOf(t, { name, value, counted, locals, own }),
      });
      const others = new URLSearchParams(kept);
      others.delete(name, value);
      if (name === 'near') others.delete('sort', 'nearest');
      return { name, label, href: searchOf(others) || '?' };
    });
}

function nameOf(
  t: Say,
  { name, value, counted, locals, own }: Omit<Chosen, 'kept' | 'near'> & { name: string; value: string },
): string {
  if (name === 'updated_since' || name === 'confirmed_before') {
    const day = new Date(value);
    return formatDate(day, { locale: locals.locale, timeZone: locals.territory.timeZone });
  }
  const added = own.find((one) => one.name === name);
  if (added) return added.values.find((one) => one.value === value)?.label ?? value;
  const known = counted.find(({ facet }) => facet === name)?.values.find((one) => one.value === value);
  return known?.name ?? codeName(t, name as Facet, value);
}

function without(kept: URLSearchParams, name: string): URLSearchParams {
  const others = new URLSearchParams(kept);
  others.delete(name);
  return others;
}

/** Several values of one filter go together. */
function distinct(chips: readonly ChipShown[]): ChipShown[] {
  return [...new Map(chips.map((chip) => [chip.href, chip])).values()];
}
