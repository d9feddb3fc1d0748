import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksText, readLinks } from './practice-links.ts';

describe('links', () => {
  test('are read as people type them, one a line', () => {
    expect(readLinks('Le journal du jardin : https://a.test/journal\n\nhttps://b.test')).toEqual([
      { label: 'Le journal du jardin', url: 'https://a.test/journal' },
      { label: '', url: 'https://b.test' },
    ]);
    expect(readLinks('')).toEqual([]);
  });

  test.each([
    'le journal',
    'javascript:alert(1)',
    'Mail : mailto:a@b.test',
    `${'a'.repeat(101)} https://a.test`,
  ])('are refused when a line holds none that can be followed: %s', (line) =>
    expect(readLinks(line)).toBeNull(),
  );

  test('come back from their text as they were', () => {
    const label = fc.string({ maxLength: 30 });
    const url = fc.webUrl({ withQueryParameters: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, url), { maxLength: 5 }), (pairs) => {
        const once = readLinks(pairs.map(([words, address]) => `${words} ${address}`).join('\n'));
        fc.pre(once !== null);
        expect(readLinks(linksText(once ?? []))).toEqual(once);
      }),
    );
  });
});
