import { z } from 'zod';
import { type Locale, locales } from '#kernel/translate.ts';

export const textShape = z.string().trim().min(1).max(2000);

/** A text in the languages of the interface. */
export const inLanguages = { fr: textShape.optional(), en: textShape.optional() };

export const noLanguage = 'is in no language';

export function isWorded(words: Partial<Record<Locale, string | undefined>>): boolean {
  return locales.some((locale) => words[locale] !== undefined);
}

/** A text in one language of the interface or in several: a territory writes in its own. */
export const wordsShape = z.strictObject(inLanguages).refine(isWorded, noLanguage);
export type Words = z.output<typeof wordsShape>;

/** The text in the language asked for, or else in the other one; empty for what was not written. */
export function wordsIn(words: Words | undefined, locale: Locale): string {
  const language = words && languageOfWords(words, locale);
  return (language && words[language]) ?? '';
}

/** The language in which `wordsIn` gives a text: a page says so where it is not its own. */
export function languageOfWords(words: Words, locale: Locale): Locale {
  if (words[locale] !== undefined) return locale;
  return locales.find((other) => words[other] !== undefined) ?? locale;
}
