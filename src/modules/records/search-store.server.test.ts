import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { anyText } from '#kernel/testing/any-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { matches, prepareSearch, relevance } from './search-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';
import { visibleTo } from './visibility.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
  context = await world.as('contributor');
  const body = (markdown: string) => ({ pitch: '', body: parseMarkdown(markdown), tags: [] });
  await makeSample(context, { title: 'Jardins partagés des Cordiers', ...body('On y cultive des légumes.') });
  await makeSample(context, { title: 'Épicerie coopérative', ...body('Vente de légumes du jardin.') });
  await makeSample(context, {
    title: 'Repair café de l’écluse',
    ...body('Réparation d’appareils œuvrés à la main.'),
  });
  await makeSample(context, { kind: 'lever', title: 'Prêter un jardin', ...body('') });
});
afterAll(() => world.close());

async function find(text: string) {
  const search = await prepareSearch(context, { kind: 'practice', text });
  const rows = await world.db
    .selectFrom('record')
    .select('record.title')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'practice')
    .where(visibleTo(context))
    .where(matches(search))
    .orderBy(relevance(search), 'desc')
    .execute();
  return { titles: rows.map((row) => row.title), mode: search.mode };
}

describe('a search', () => {
  it.each([
    ['accents', 'epicerie cooperative', 'Épicerie coopérative'],
    ['capitals', 'REPAIR CAFÉ', 'Repair café de l’écluse'],
    ['plurals', 'jardin partagé cordier', 'Jardins partagés des Cordiers'],
    ['endings', 'réparations', 'Repair café de l’écluse'],
    ['elisions', 'l’ecluse', 'Repair café de l’écluse'],
    ['ligatures', 'oeuvrés', 'Repair café de l’écluse'],
    ['small words', 'le jardin des cordiers', 'Jardins partagés des Cordiers'],
  ])('forgives %s', async (_, text, title) => {
    expect(await find(text)).toEqual({ titles: [title], mode: 'words' });
  });

  it.each([
    ['jardns partages', 'Jardins partagés des Cordiers'],
    ['epicrie', 'Épicerie coopérative'],
    ['coop', 'Épicerie coopérative'],
    ['légumes epicrie', 'Épicerie coopérative'],
    ['jardns légumes xyzzy', 'Jardins partagés des Cordiers'],
    ['epicrie -cordiers', 'Épicerie coopérative'],
    ['xyzzy or epicrie', 'Épicerie coopérative'],
  ])('forgives the typos of "%s", and says so', async (text, title) => {
    const found = await find(text);
    expect(found.titles[0]).toBe(title);
    expect(found.mode).toBe('typos');
  });

  it('knows a title by its words as soon as it is there', async () => {
    expect((await find('zythologue')).titles).toEqual([]);
    await makeSample(context, {
      title: 'Atelier de zythologie',
      pitch: '',
      body: parseMarkdown(''),
      tags: [],
    });
    expect(await find('zytologie')).toEqual({ titles: ['Atelier de zythologie'], mode: 'typos' });
  });

  it('puts a word of the title before one of the text', async () => {
    expect((await find('jardin')).titles).toEqual(['Jardins partagés des Cordiers', 'Épicerie coopérative']);
  });

  it('needs every word, unless told otherwise', async () => {
    expect((await find('légumes épicerie')).titles).toEqual(['Épicerie coopérative']);
    expect((await find('cordiers or écluse')).titles).toHaveLength(2);
    expect((await find('jardin -cordiers')).titles).toEqual(['Épicerie coopérative']);
    expect((await find('"jardins partagés"')).titles).toEqual(['Jardins partagés des Cordiers']);
  });

  it('finds nothing, quietly, for what resembles nothing', async () => {
    for (const text of ['zzzzqqqq', '-', '"', '&|!():*', '%', "' or 1=1 --", '\0', '\\', 'le la les']) {
      expect((await find(text)).titles).toEqual([]);
    }
  });

  it('never fails, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => Array.isArray((await find(text)).titles)),
      { numRuns: 60 },
    );
  });
});
