import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slugify } from './slug.ts';

describe('slugify', () => {
  test.each([
    ['Jardin partagé', 'jardin-partage'],
    ['L’atelier d’Œuvre', 'l-atelier-d-oeuvre'],
    ["L'atelier d'été !", 'l-atelier-d-ete'],
    ['« Où ça ? » — Là-bas…', 'ou-ca-la-bas'],
    ['Curriculum vitæ', 'curriculum-vitae'],
    ['Straße Ørsted Łódź İzmir', 'strasse-orsted-lodz-izmir'],
    ['10 € & 2 m²', '10-2-m2'],
    ['30 CUMA_Bretagne', '30-cuma-bretagne'],
    ['Éco\u00a0lieu\nnord', 'eco-lieu-nord'],
    ['ﬁn', 'fin'],
    ['--a--b--', 'a-b'],
  ])('makes %j %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  test.each(['', ' … ', '日本', 'сад', '😀'])(
    'falls back where %j has no letter or digit of ours',
    (text) => {
      expect(slugify(text)).toBe('fiche');
      expect(slugify(text, 'note')).toBe('note');
    },
  );

  test('cuts between two words, at 60 characters', () => {
    const fifty = 'a'.repeat(50);
    expect(slugify(`${fifty} ${'b'.repeat(9)}`)).toBe(`${fifty}-${'b'.repeat(9)}`);
    expect(slugify(`${fifty} ${'b'.repeat(9)} c`)).toBe(`${fifty}-${'b'.repeat(9)}`);
    expect(slugify(`${fifty} ${'b'.repeat(10)}`)).toBe(fifty);
    expect(slugify('a'.repeat(70))).toBe('a'.repeat(60));
  });

  const title = fc.array(
    fc.oneof(
      fc.constantFrom('é', 'Œ', 'ß', '’', '-', ' ', '\u0301', 'İ', 'ﬃ', '½'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 40 },
  );

  test('law: always fit for an address, and its own slug', () => {
    fc.assert(
      fc.property(title, (parts) => {
        const slug = slugify(parts.join(''));
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(60);
        expect(slugify(slug)).toBe(slug);
      }),
      { numRuns: 1_000 },
    );
  });

  test('law: the same however the letters are composed, marked or separated', () => {
    fc.assert(
      fc.property(title, (parts) => {
        const text = parts.join('');
        expect(slugify(text.normalize('NFD'))).toBe(slugify(text.normalize('NFC')));
        expect(slugify(` «${text}» `)).toBe(slugify(text));
      }),
    );
  });

  test('law: the words of a short title are all there, in their order', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(words, fc.constantFrom(' ', '’', ' — ', ', '), (list, separator) => {
        expect(slugify(list.join(separator)).split('-')).toEqual(list);
      }),
    );
  });
});
