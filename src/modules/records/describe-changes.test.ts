import { expect, it } from 'vitest';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import type { Json } from '#kernel/json.ts';
import { describeChanges } from './describe-changes.ts';

it('changes are told as texts, whatever they are made of', () => {
  const body = parseMarkdown('On **cuit** ensemble.') as unknown as Json;
  const source = { title: 'Un article', publisher: 'La Gazette', date: '', url: 'https://exemple.test/a' };
  expect(
    describeChanges({
      title: { before: 'Four', after: 'Four à pain' },
      body: { before: null, after: body },
      tags: { before: ['a'], after: ['a', 'b'] },
      sources: { before: [], after: [source] },
      colleges: { before: [], after: [{ key: 'elus', name: 'Élu·es', kind: 'named' }] },
      count: { before: null, after: 3 },
      pointIsDoubtful: { before: false, after: true },
    }),
  ).toEqual([
    { field: 'title', before: ['Four'], after: ['Four à pain'] },
    { field: 'body', before: [], after: ['On cuit ensemble.'] },
    { field: 'tags', before: ['a'], after: ['a', 'b'] },
    { field: 'sources', before: [], after: ['Un article, La Gazette, https://exemple.test/a'] },
    { field: 'colleges', before: [], after: ['Élu·es'] },
    { field: 'count', before: [], after: ['3'] },
    { field: 'pointIsDoubtful', before: ['false'], after: ['true'] },
  ]);
});

it('a change that nobody can see is left out', () => {
  expect(
    describeChanges({
      body: { before: null, after: parseMarkdown('') as unknown as Json },
      tags: { before: [], after: null },
    }),
  ).toEqual([]);
});

it('what is kept without being shown is not told', () => {
  const changes = {
    extra: { before: {}, after: { mail: 'secret@exemple.test' } },
    contact: { before: null, after: { personal: 'x', commitment: 'y' } },
    title: { before: 'a', after: 'b' },
  };
  expect(describeChanges(changes, ['extra', 'contact']).map(({ field }) => field)).toEqual(['title']);
});
