import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOwnPath, safeHref } from './safe-href.ts';

describe('safeHref', () => {
  test.each([
    ['https://example.org', 'https://example.org/'],
    ['HTTP://EXAMPLE.org/A b', 'http://example.org/A%20b'],
    [' https://example.org/é ', 'https://example.org/%C3%A9'],
    ['https://été.fr/', 'https://xn--t-9fab.fr/'],
    ['https://example.org/?a=1&b=2#c', 'https://example.org/?a=1&b=2#c'],
    ['www.example.org/a', 'https://www.example.org/a'],
    ['mailto:a@b.fr?subject=c d', 'mailto:a@b.fr?subject=c%20d'],
    ['/pratiques/jardin-1', '/pratiques/jardin-1'],
    ['/a/../b?c#d', '/b?c#d'],
    ['/', '/'],
  ])('accepts %s', (raw, expected) => {
    expect(safeHref(raw)).toBe(expected);
  });

  test.each([
    '',
    'page',
    'page.html',
    './page',
    '#anchor',
    '?query',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/\t/evil.example',
    'http:evil.example',
    'https://',
    'https://[',
    'https://a.fr@evil.example',
    'https://:secret@a.fr',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,a',
    'tel:+33123456789',
    'ftp://a.fr',
    `https://a.fr/${'b'.repeat(2_048)}`,
    `https://a.fr/${'é'.repeat(1_000)}`,
  ])('refuses %j', (raw) => {
    expect(safeHref(raw)).toBeNull();
  });

  const address = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: 'binary' }).map((text) => `/${text}`),
    fc.string({ unit: 'binary' }).map((text) => `https://a.fr/${text}`),
    fc.string({ unit: 'binary' }).map((text) => `mailto:${text}`),
    fc.string({ unit: fc.constantFrom('/', '\\', '.', '\t', '@', ':', 'a', '?', '#', '%', ' ') }),
  );

  test('law: a safe address is plain ASCII, keeps its kind, and is its own safe form', () => {
    fc.assert(
      fc.property(address, (raw) => {
        const href = safeHref(raw);
        if (href === null) return;
        expect(href).toMatch(/^(?:https?:\/\/[^/@]|mailto:|\/(?![/\\]))[!-~]*$/);
        expect(href).not.toMatch(/["<>\\^`{|}\s]/);
        expect(safeHref(href)).toBe(href);
      }),
      { numRuns: 2_000 },
    );
  });

  test('law: a path of our own stays on our site, whatever the page', () => {
    fc.assert(
      fc.property(address, (raw) => {
        const href = safeHref(raw);
        if (href === null || !isOwnPath(href)) return;
        expect(new URL(href, 'https://own.example/a/b').origin).toBe('https://own.example');
      }),
      { numRuns: 2_000 },
    );
  });
});
