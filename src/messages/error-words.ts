import type { Locale } from '#kernel/translate.ts';
import en from './en/app.json' with { type: 'json' };
import fr from './fr/app.json' with { type: 'json' };

type ErrorKey = keyof typeof fr & `app.error.${string}`;

const words: Record<Locale, Record<ErrorKey, string>> = { fr, en };

/** Tells whether the code of an error is the key of its explanation. */
export function isErrorKey(code: string): code is ErrorKey {
  return code.startsWith('app.error.') && Object.hasOwn(fr, code);
}

/**
 * The words of the error page alone. Every page that runs JavaScript brings it along: with the whole dictionary, and
 * what formats it, the map would weigh 40 kB more.
 *
 * @param reference what to give to the host of the site, when the error has one
 */
export function errorWords(locale: Locale, key: ErrorKey, reference = ''): string {
  return words[locale][key].replaceAll('{reference}', reference);
}
