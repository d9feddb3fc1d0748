import { answers, askedWords, wordsOf } from '#kernel/search-words.ts';
import type { Locale } from '#kernel/translate.ts';
import type { KnowledgeBase, KnowledgeEntry } from './knowledge-base.ts';

/** Longest search that is read; the rest is left aside. */
const longestSearch = 200;

/**
 * The entries whose title or description holds every word searched for, in the language of the page. Accents,
 * capitals and endings are forgiven, and the beginning of a word is enough. Entries found by their title come first; else
 * in the order of the base. A search without a word, or for very common ones alone, finds nothing.
 *
 * @example searchEntries(base, 'expérience confiance', 'fr')
 */
export function searchEntries(base: KnowledgeBase, search: string, locale: Locale): KnowledgeEntry[] {
  const asked = askedWords(search.slice(0, longestSearch));
  const inTitle: KnowledgeEntry[] = [];
  const inText: KnowledgeEntry[] = [];
  for (const entry of base.entries.values()) {
    const title = wordsOf(entry.title[locale]);
    if (answers(title, asked)) inTitle.push(entry);
    else if (answers([...title, ...wordsOf(entry.text?.[locale] ?? '')], asked)) inText.push(entry);
  }
  return [...inTitle, ...inText];
}
