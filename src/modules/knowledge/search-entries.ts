import { plainLetters } from '#kernel/plain-letters.ts';
import type { Locale } from '#kernel/translate.ts';
import type { KnowledgeBase, KnowledgeEntry } from './knowledge-base.ts';

/** Longest search that is read; the rest is left aside. */
const longestSearch = 200;

/**
 * The entries whose title or description holds every word searched for, in the language of the page. Accents,
 * capitals and the marks of the plural are forgiven, and the beginning of a word is enough. Entries found by their
 * title come first; else in the order of the base. A search without a word finds nothing.
 *
 * @example searchEntries(base, 'expérience confiance', 'fr')
 */
export function searchEntries(base: KnowledgeBase, search: string, locale: Locale): KnowledgeEntry[] {
  const wanted = wordsOf(search.slice(0, longestSearch));
  if (wanted.length === 0) return [];
  const inTitle: KnowledgeEntry[] = [];
  const inText: KnowledgeEntry[] = [];
  for (const entry of base.entries.values()) {
    const title = wordsOf(entry.title[locale]);
    if (holds(title, wanted)) inTitle.push(entry);
    else if (holds([...title, ...wordsOf(entry.text?.[locale] ?? '')], wanted)) inText.push(entry);
  }
  return [...inTitle, ...inText];
}

function holds(words: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}

function wordsOf(text: string): string[] {
  return (plainLetters(text).match(/[a-z0-9]+/g) ?? []).map((word) =>
    word.length > 3 ? word.replace(/[sx]$/, '') : word,
  );
}
