import type { Piece } from '#kernel/excerpt.ts';
import type { SearchScope } from './search-scope.ts';

/** One thing that was found, as a page shows it: the words searched for are marked. */
export interface SearchItem {
  /** Unlike that of any other item. */
  key: string;
  title: Piece[];
  excerpt: Piece[];
  /** Where it is read, without the language of the page. */
  address: string;
  language: string;
}

export interface SearchGroup {
  scope: SearchScope;
  /** How many are found, never more than {@link SearchResult.most}. */
  total: number;
  /** True when there are more: the newest are listed. */
  isCut: boolean;
}

export interface SearchResult {
  /** The words as they were searched for, cut when they were very long. */
  text: string;
  isShortened: boolean;
  /** False when nothing but very common words, or signs, was asked for. */
  hasWords: boolean;
  /** True when nothing holds the words, and what resembles them is given instead. */
  resembling: boolean;
  /** What holds something, those first whose best title holds the words. */
  groups: (SearchGroup & { items: SearchItem[] })[];
  /** Of the part asked for; null when everything is. */
  only: (SearchGroup & { items: SearchItem[]; page: number; pages: number }) | null;
}

/** Longest search that is read, in characters; the rest is left aside. */
export const longestSearch = 200;
