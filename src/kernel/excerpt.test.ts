import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, markWords } from './excerpt.ts';
import { askedWords } from './search-words.ts';
import { anyText } from './testing/any-text.ts';

const marked = (text: string, search: string) =>
  markWords(text, askedWords(search))
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');
const excerpt = (text: string, search: string, length: number) =>
  excerptOf(text, askedWords(search), length)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('a text in which words were searched for', () => {
  test('marks them as they are written, whatever was typed', () => {
    expect(marked('Les Jardins partagés, un jardin et l’Épicerie.', 'jardin epicerie')).toBe(
      'Les [Jardins] partagés, un [jardin] et l’[Épicerie].',
    );
    expect(marked('Œuvres au cœur', 'oeuvre coeur')).toBe('[Œuvres] au [cœur]');
  });

  test('marks neither common words nor those that are not wanted', () => {
    expect(marked('le jardin de la rue', 'le jardin de la place -rue')).toBe('le [jardin] de la rue');
  });

  test('is shown around the first of them, cut between words', () => {
    const text = `${'avant '.repeat(100)}le jardin ${'après '.repeat(100)}`;
    const shown = excerpt(text, 'jardins', 60);
    expect(shown).toMatch(/^… (avant )+le \[jardin\] (après )*après …$/);
    expect(shown.length).toBeLessThan(75);
  });

  test('is shown from its beginning when it holds none', () => {
    expect(excerpt('Un texte assez court', 'jardin', 100)).toBe('Un texte assez court');
    expect(excerpt('Un texte un peu plus long', 'jardin', 12)).toBe('Un texte un …');
    expect(excerpt('', 'jardin', 12)).toBe('');
  });

  test('is cut all the same when it is one endless word', () => {
    expect(excerpt('x'.repeat(10_000), 'jardin', 50)).toHaveLength(52);
  });

  test('loses nothing of what it marks', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, search) => {
        const pieces = markWords(text, askedWords(`${search} ${text.slice(0, 20)}`));
        return pieces.map((piece) => piece.text).join('') === text;
      }),
    );
  });

  test('is never much longer than was asked', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 10, max: 300 }), (text, length) => {
        const shown = excerptOf(`${text} jardin ${text}`, askedWords('jardin'), length);
        return shown.map((piece) => piece.text).join('').length <= length + 20;
      }),
    );
  });
});
