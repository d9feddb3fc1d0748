import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRichText } from './testing/arbitrary-rich-text.ts';
import { parseMarkdown } from './from-markdown.ts';
import { excerpt, toPlainText } from './to-text.ts';

describe('toPlainText', () => {
  test('gives the words, block by block, without markup or addresses', () => {
    const doc = parseMarkdown(
      '## Titre\n\nUn **mot** et\n[un lien](/a)\n\n- a\n  - b\n- c\n\n> d\n\n---\n\n```\ne\n```',
    );
    expect(toPlainText(doc)).toBe('Titre\n\nUn mot et\nun lien\n\na\nb\nc\n\nd\n\ne');
  });

  test('is empty for an empty document', () => {
    expect(toPlainText(parseMarkdown(''))).toBe('');
  });
});

describe('excerpt', () => {
  test('leaves a short text whole, on one line', () => {
    expect(excerpt(parseMarkdown('## a\n\nb\nc'), 20)).toBe('a b c');
  });

  test.each([
    ['between two words', 'Un atelier vélo', 12, 'Un atelier…'],
    ['exactly at the end of a word', 'Un atelier vélo', 11, 'Un atelier…'],
    ['before the punctuation it would end with', 'Le vélo, surtout, roule', 9, 'Le vélo…'],
    ['not at a non-breaking space', 'Que faire\u00a0? Rien', 11, 'Que…'],
    ['inside a word that is alone too long', 'anticonstitutionnellement', 8, 'anticon…'],
    ['not inside a character made of several', 'aa👩‍🌾bb', 6, 'aa…'],
  ])('cuts %s', (_, text, maxLength, expected) => {
    expect(excerpt(parseMarkdown(text), maxLength)).toBe(expected);
  });

  test('law: never longer than asked, one line, and a beginning of the text', () => {
    fc.assert(
      fc.property(anyRichText, fc.integer({ min: 1, max: 60 }), (doc, maxLength) => {
        const result = excerpt(doc, maxLength);
        const whole = excerpt(doc, Number.MAX_SAFE_INTEGER);
        expect(result.length).toBeLessThanOrEqual(maxLength);
        expect(result).not.toMatch(/\n/);
        if (result !== whole)
          expect(result.endsWith('…') && whole.startsWith(result.slice(0, -1))).toBe(true);
      }),
    );
  });
});
