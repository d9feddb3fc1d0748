/**
 * The `lang` that a text needs on a page: none when it is in the page's language, so that the page says so once
 * (WCAG 2.2, 3.1.2). Both are BCP 47 tags.
 *
 * @example langIn('en', 'fr') // 'fr'
 */
export function langIn(pageLanguage: string, language: string): string | undefined {
  return language === pageLanguage ? undefined : language;
}
