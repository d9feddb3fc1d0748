import { type Locale, locales } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';

/** Says that the site, or its database, is not there for now: in every language, the reader's own first. */
export function awayWords(what: 'starting' | 'stopping' | 'database', first: Locale): string {
  return [first, ...locales.filter((locale) => locale !== first)]
    .map((locale) => `${translators[locale](`app.away.${what}`)}\n`)
    .join('\n');
}
