import type { Context } from '#kernel/context.ts';
import { prepareSearch } from '#modules/records/index.server.ts';
import { communesOfEpci } from '#modules/territories/index.server.ts';
import type { PracticeFilters, PracticeListQuery } from './practice-filters.ts';
import { type PracticeSummary, countPractices, selectPage, selectSummaries } from './practice-store.server.ts';
import { toPublicPractice } from './public-practice.ts';

export interface PracticeList {
  items: PracticeSummary[];
  total: number;
  page: number;
  pages: number;
  /** True when nothing holds the words searched for and resembling titles are listed instead. */
  resembling: boolean;
}

/** One page of the practices the actor may see. */
export async function listPractices(context: Context, query: PracticeListQuery): Promise<PracticeList> {
  const { filters, search } = await prepareFilters(context, query.filters);
  const offset = (query.page - 1) * query.perPage;
  const [items, total] = await Promise.all([
    selectSummaries(context, { filters, search, sort: query.sort, limit: query.perPage, offset }),
    countPractices(context, { filters, search }),
  ]);
  const pages = Math.max(1, Math.ceil(total / query.perPage));
  return { items, total, page: query.page, pages, resembling: search?.mode === 'typos' };
}

/** One page of the practices the actor may see, as programs get them. */
export async function pageOfPractices(context: Context, query: PracticeListQuery) {
  const { filters, search } = await prepareFilters(context, query.filters);
  const offset = (query.page - 1) * query.perPage;
  const [practices, total] = await Promise.all([
    selectPage(context, { filters, search, sort: query.sort, limit: query.perPage, offset }),
    countPractices(context, { filters, search }),
  ]);
  const items = practices.map((practice) => toPublicPractice(practice, context.origin));
  return { items, total, page: query.page, pages: Math.max(1, Math.ceil(total / query.perPage)) };
}

/** Turns what an address says into what the store filters by. */
export async function prepareFilters(context: Context, given: PracticeFilters) {
  const { commune, epci, q, ...rest } = given;
  const communes = commune ? [commune] : epci ? await communesOfEpci(epci) : undefined;
  const search = q ? await prepareSearch(context, { kind: 'practice', text: q }) : undefined;
  return { filters: { ...rest, communes }, search };
}
