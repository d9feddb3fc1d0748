import type { Locale } from '#kernel/translate.ts';

const englishPrefix = /^\/en(?=\/|$)/;

export function localeOf(pathname: string): Locale {
  return englishPrefix.test(pathname) ? 'en' : 'fr';
}

/** The page's own address. One slash only in front: `//name` would lead to another site. */
export function withoutLocale(pathname: string): string {
  return pathname.replace(englishPrefix, '').replace(/^[/\\]*/, '/');
}

/** The address of a page in that language of the interface. `path` starts with a slash. */
export function localPath(locale: Locale, path: string): string {
  if (locale === 'fr') return path;
  return path === '/' ? '/en' : `/en${path}`;
}
