import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { safeReturn } from './safe-return.ts';

const site = 'https://site.test';

/** Where a browser on the site goes when told to go there. */
function destination(path: string): URL {
  return new URL(path, `${site}/connexion`);
}

const hostile = [
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '\t//evil.test',
  ' //evil.test',
  '/.//evil.test',
  '/a/..//evil.test',
  '/%2e//evil.test',
  './/evil.test',
  'https://evil.test',
  'https:/evil.test',
  'https:evil.test',
  'HTTPS://site.test@evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.test',
  '@evil.test',
  '',
];

describe('going back', () => {
  it('leads to the page that was asked for', () => {
    for (const path of [
      '/',
      '/pratiques',
      '/en/pratiques?q=jardin&page=2',
      '/pratiques/a-12345678#comments',
    ]) {
      expect(safeReturn(path)).toBe(path);
    }
  });

  it('never leads to another site, whatever the trick', () => {
    expect(hostile.filter((path) => destination(safeReturn(path)).origin !== site)).toEqual([]);
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '\t',
      '\n',
      '%2f',
      '%5c',
      'evil.test',
      'https',
      ' ',
      '?',
      '#',
      '\0',
      'é',
    );
    const tricky = fc.oneof(
      anyText,
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(fc.property(tricky, (path) => destination(safeReturn(`/${path}`)).origin === site));
    fc.assert(fc.property(tricky, (path) => destination(safeReturn(path)).origin === site));
  });

  it('gives an address that a header can hold', () => {
    fc.assert(
      fc.property(anyText, (path) => {
        expect(() => new Headers({ location: safeReturn(`/${path}`) })).not.toThrow();
      }),
    );
  });

  it('leads home when nothing was asked for, or nothing of ours', () => {
    expect([null, ...hostile].filter((path) => safeReturn(path) !== '/')).toEqual([]);
  });
});
