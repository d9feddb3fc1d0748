import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';

/** A filter as a page shows it. */
export interface FacetShown {
  name: string;
  legend: string;
  values: { value: string; label: string; count: string; checked: boolean; depth: number }[];
  note?: string;
}

/** One thing that was chosen, and the address of the same list without it. */
export interface ChipShown {
  label: string;
  href: string;
}

export interface FiltersShown {
  /** The words searched for. */
  text: string;
  /** A day (ISO 8601), or nothing. */
  confirmedBefore: string;
  facets: FacetShown[];
  /** The commune that distances are told from, among those of the territory; no choice where there is none. */
  near: { value: string; label: string; options: { value: string; label: string }[] };
  /** What is typed: a number, a date, the end of an address. */
  ranges: { name: string; label: string; hint: string; value: string }[];
  chips: ChipShown[];
  /** Whether the filters are unfolded. */
  isOpen: boolean;
}

export type FilterWords = ReturnType<typeof filterWords>;

export function filterWords(t: Translate<MessageKey>) {
  return {
    landmark: t('practices.search.landmark'),
    label: t('practices.search.label'),
    submit: t('practices.search.submit'),
    filters: t('practices.search.filters'),
    sort: t('practices.filter.sort'),
    usual: t('practices.filter.sort-usual'),
    near: t('practices.filter.near'),
    anywhere: t('practices.filter.near-none'),
    confirmedBefore: t('practices.filter.confirmed-before'),
    chosen: t('practices.list.chosen'),
    remove: t('practices.list.remove'),
    clear: t('practices.list.clear'),
  };
}
