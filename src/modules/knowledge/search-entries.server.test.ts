import { describe, expect, test } from 'vitest';
import { shippedKnowledge } from './read-knowledge.server.ts';
import { searchEntries } from './search-entries.ts';

const { base } = shippedKnowledge();
const found = (search: string, locale: 'fr' | 'en' = 'fr') =>
  searchEntries(base, search, locale).map(({ id }) => id);

describe('a search in the knowledge base', () => {
  test.each([
    ['without accents', 'experiences irreversibles'],
    ['in capitals', 'EXPÉRIENCES IRRÉVERSIBLES'],
    ['in the singular', 'expérience irréversible'],
    ['by the beginning of words', 'expér irrév'],
    ['with words in another order', 'irréversibles petites'],
  ])('forgives words written %s', (_, search) => {
    expect(found(search)).toContain('l-experiments');
    expect(found(search)).toContain('c-experiments');
  });

  test('reads descriptions too, after titles', () => {
    const confidence = found('confiance');
    expect(confidence.indexOf('l-trust')).toBeLessThan(confidence.indexOf('a-humility'));
  });

  test('reads the language of the page', () => {
    expect(found('trust', 'en')).toContain('l-trust');
    expect(found('trust')).toEqual([]);
  });

  test.each(['', '   ', '!?', 'zzzz'])('finds nothing for “%s”', (search) => {
    expect(found(search)).toEqual([]);
  });

  test('bears a very long text', () => {
    expect(found('confiance '.repeat(1_000))).toEqual(found('confiance'));
    expect(found('x'.repeat(10_000))).toEqual([]);
  });
});
