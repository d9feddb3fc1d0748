import { describe, expect, test } from 'vitest';
import { parseMarkdown } from './from-markdown.ts';
import { outsideLinks } from './outside-links.ts';

describe('the links of a text to other sites', () => {
  test('are found wherever they stand, each once', () => {
    const text =
      'Voir [un](https://a.example/) et **[deux](https://b.example/)**.\n\n> - [un](https://a.example/)';
    expect(outsideLinks(parseMarkdown(text))).toEqual(['https://a.example/', 'https://b.example/']);
  });

  test('are not those of our own pages, nor addresses of mail', () => {
    const text = '[ici](/pratiques), [là](#suite), [écrire](mailto:a@b.example)';
    expect(outsideLinks(parseMarkdown(text))).toEqual([]);
  });
});
