import type { Context } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import { prepareSearch } from '#modules/records/index.server.ts';
import { communesOfEpci } from '#modules/territories/index.server.ts';
import type { PracticeFilters, PracticeListQuery } from './practice-filters.ts';
import {
  type PracticeSummary,
  countPractices,
  selectFilterChoices,
  selectPage,
  selectSummaries,
} from './practice-list-store.server.ts';
import { toPublicPractice } from './public-practice.ts';

export interface PracticeList {
  items: PracticeSummary[];
  total: number;
  page: number;
  pages: number;
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
  const { filters, search } = await prepareFilters(context, query.filters);
  const [items, total] = await Promise.all([
    selectSummaries(context, { filters, search, sort: query.sort, ...window(query) }),
    countPractices(context, { filters, search }),
  ]);
  return { items, ...paging(query, total), resembling: search?.mode === 'typos' };
}

/** One page of the practices the actor may see, as programs get them. */
export async function pageOfPractices(context: Context, query: PracticeListQuery) {
  const { filters, search } = await prepareFilters(context, query.filters);
  const [practices, total] = await Promise.all([
    selectPage(context, { filters, search, sort: query.sort, ...window(query) }),
    countPractices(context, { filters, search }),
  ]);
  return {
    items: practices.map((practice) => toPublicPractice(practice, context.origin)),
    ...paging(query, total),
  };
}

/** Communes, themes and sources that visible practices have, with how many: the choices of the filters. */
export function practiceFilterChoices(context: Context) {
  const key = `practice-choices ${audienceOf(context)}`;
  return context.memory.recall(context, key, () => selectFilterChoices(context));
}

function window({ page, perPage }: PracticeListQuery) {
  return { limit: perPage, offset: (page - 1) * perPage };
}

function paging({ page, perPage }: PracticeListQuery, total: number) {
  return { total, page, pages: Math.max(1, Math.ceil(total / perPage)) };
}

/** Turns what an address says into what the store filters by. */
export async function prepareFilters(context: Context, given: PracticeFilters) {
  const { commune, epci, q, ...rest } = given;
  const communes = commune ? [commune] : epci ? await communesOfEpci(epci) : undefined;
  const search = q ? await prepareSearch(context, { kind: 'practice', text: q }) : undefined;
  return { filters: { ...rest, communes }, search };
}
