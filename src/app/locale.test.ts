import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locales } from '#kernel/translate.ts';
import { localPath, localeOf, withoutLocale } from './locale.ts';

const path = fc.webPath().map((text) => `/${text.replace(/^\/+/, '')}`);

describe('the language in an address', () => {
  it('is English under /en, French elsewhere', () => {
    expect(['/', '/pratiques', '/english', '/entraide', '/pratiques/en'].map(localeOf)).not.toContain('en');
    expect(['/en', '/en/', '/en/pratiques'].map(localeOf)).toEqual(['en', 'en', 'en']);
  });

  it('can be put on and taken off without changing the page', () => {
    fc.assert(
      fc.property(fc.constantFrom(...locales), path, (locale, page) => {
        fc.pre(localeOf(page) === 'fr');
        expect(localeOf(localPath(locale, page))).toBe(locale);
        expect(withoutLocale(localPath(locale, page))).toBe(page);
      }),
    );
  });

  it('never leads to another site when it is taken off', () => {
    for (const address of ['/en//evil.test', '/en/\\evil.test', '/en///evil.test']) {
      for (const locale of locales) {
        const url = new URL(localPath(locale, withoutLocale(address)), 'https://site.test');
        expect(url.origin).toBe('https://site.test');
      }
    }
  });
});
