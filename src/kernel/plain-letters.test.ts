import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from './testing/any-text.ts';
import { plainLetters } from './plain-letters.ts';

describe('plainLetters', () => {
  test.each([
    ['L’Été à Œuilly', 'l’ete a oeuilly'],
    ['Łódź, Ørsted, Straße', 'lodz, orsted, strasse'],
    ['½ m²', '½ m²'],
    ['İzmir', 'izmir'],
    ['日本 Сад', '日本 сад'],
    ['', ''],
  ])('makes %j %j', (text, plain) => {
    expect(plainLetters(text)).toBe(plain);
  });

  test('law: the same however a text is composed and in capitals or not, and once is enough', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'é', 'Œ', 'æ', 'ß', 'ï', 'Ç', 'İ', '-', '’'),
    });
    fc.assert(
      fc.property(letters, (text) => {
        const plain = plainLetters(text);
        expect(plainLetters(text.normalize('NFD'))).toBe(plain);
        expect(plainLetters(text.toUpperCase())).toBe(plain);
      }),
    );
    fc.assert(fc.property(anyText, (text) => plainLetters(plainLetters(text)) === plainLetters(text)));
  });
});
