import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { readHistory } from '#modules/records/index.server.ts';
import { exportGeojson } from './export-practices.server.ts';
import { countFacets } from './count-facets.server.ts';
import { listPractices, readPracticeList } from './list-practices.server.ts';
import { readPracticeQuery } from './practice-filters.ts';
import { formOf } from './practice-form.ts';
import type { PracticeInput } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import { undoPracticeChange } from './undo-practice.server.ts';
import { importFile, practicesIn } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { actor } = await world.as('facilitator');
  facilitator = { ...(await world.elsewhere()), actor };
});

async function propose(input: PracticeInput) {
  const proposed = await proposePractice(facilitator, input);
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.error));
  const practice = await findPractice(facilitator, { id: proposed.value.id });
  if (!practice) throw new Error('No practice');
  return practice;
}

async function titlesOf(query: string, context = facilitator): Promise<string[]> {
  const read = readPracticeQuery(new URLSearchParams(`${query}&sort=title`));
  if (!read.ok) throw new Error(read.error.field);
  return (await listPractices(context, read.value)).items.map(({ title }) => title);
}

/** How many practices each commune in use has, as the filters of the list tell. */
async function communesCounted(): Promise<Record<string, number>> {
  const everything = { filters: {}, sort: 'updated' as const, page: 1, perPage: 20 };
  const { narrowed } = await readPracticeList(facilitator, everything);
  const facet = (await countFacets(facilitator, narrowed, {})).find((one) => one.facet === 'commune');
  return Object.fromEntries(facet?.values.map(({ name, count }) => [name, count]) ?? []);
}

const drawn = {
  type: 'Polygon',
  coordinates: [
    [
      [-2.2, 47.6],
      [-2, 47.6],
      [-2, 47.8],
      [-2.2, 47.8],
      [-2.2, 47.6],
    ],
  ],
};

describe('a practice of several places', () => {
  it('is found in each of its communes and in their group, once', async () => {
    await propose({ title: 'Bibliobus', commune: 'Redon, Allaire, La Gacilly' });
    await propose({ title: 'Four', commune: 'Allaire' });
    expect(await titlesOf('commune=35236')).toEqual(['Bibliobus']);
    expect(await titlesOf('commune=56001')).toEqual(['Bibliobus', 'Four']);
    expect(await titlesOf('epci=243500741')).toEqual(['Bibliobus', 'Four']);
    expect(await titlesOf('commune=44109')).toEqual([]);
    expect(await titlesOf('reach=communes')).toEqual(['Bibliobus']);
    expect(await communesCounted()).toMatchObject({ Allaire: 2 });
    expect(await titlesOf('commune=56001', await world.elsewhere())).toEqual([]);
  });

  it('of a whole group of communes is found in any of them', async () => {
    await propose({ title: 'Covoiturage', commune: 'Redon Agglomération' });
    expect(await titlesOf('commune=56001')).toEqual(['Covoiturage']);
    expect(await titlesOf('epci=243500741')).toEqual(['Covoiturage']);
    expect(await titlesOf('commune=35238')).toEqual([]);
    await propose({ title: 'Jardin', commune: 'Allaire' });
    await propose({ title: 'Fournil', commune: 'Rennes' });
    expect(await communesCounted()).toMatchObject({ Allaire: 2, Rennes: 1 });
  });

  it('keeps its places, and its point, when its form comes back unchanged', async () => {
    const practice = await propose({ title: 'Bibliobus', commune: 'Redon, Allaire', milieu: 'rural' });
    const { id: recordId, version } = practice.record;
    const same = await editPractice(facilitator, { recordId, version, input: formOf(practice) });
    expect(same).toMatchObject({ ok: true, value: { version } });
  });

  it('is undone to where it was', async () => {
    const practice = await propose({ title: 'Bibliobus', commune: 'Redon' });
    const { id: recordId, version } = practice.record;
    const input = {
      ...formOf(practice),
      commune: 'Redon, Allaire',
      digital: 'platform',
      partners: 'La mairie',
      links: 'Horaires : https://a.test/',
      area: JSON.stringify(drawn),
    };
    expect(await editPractice(facilitator, { recordId, version, input })).toMatchObject({ ok: true });
    const changed = await findPractice(facilitator, { id: recordId });
    expect(changed?.details).toMatchObject({ reach: 'area', lat: 47.7, lng: -2.1, area: drawn });
    const { entries } = await readHistory(facilitator, { recordId });
    const [latest] = entries;
    expect(latest?.changes).toContainEqual({ field: 'alsoIn', before: [], after: ['Allaire'] });
    expect(await undoPracticeChange(facilitator, { recordId, entryId: latest?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect((await findPractice(facilitator, { id: recordId }))?.details).toEqual(practice.details);
  });

  it('that is drawn is drawn in open data, with its point beside', async () => {
    await propose({ title: 'Vallée', commune: 'Redon', area: JSON.stringify(drawn) });
    let text = '';
    for await (const piece of exportGeojson(facilitator, {})) text += piece;
    expect(JSON.parse(text)).toMatchObject({
      features: [{ geometry: drawn, properties: { title: 'Vallée', reach: 'area', lat: 47.7, lng: -2.1 } }],
    });
  });

  it('refuses what draws nothing, and names the field', async () => {
    const refused = await proposePractice(facilitator, {
      title: 'Vallée',
      commune: ' , ',
      area: '{"type":"Point"}',
    });
    expect(refused).toMatchObject({ ok: false, error: { fields: ['commune', 'area'] } });
  });
});

it('what was confirmed longest ago comes first, also among what a search finds', async () => {
  await propose({ title: 'Four banal', commune: 'Redon' });
  world.clock.advance(86_400_000);
  await propose({ title: 'Four à pain', commune: 'Redon' });
  const read = readPracticeQuery(new URLSearchParams('sort=confirmed&q=four'));
  if (!read.ok) throw new Error(read.error.field);
  const { items } = await listPractices(facilitator, read.value);
  expect(items.map(({ title }) => title)).toEqual(['Four banal', 'Four à pain']);
  const day = world.clock.now().toISOString().slice(0, 10);
  expect(await titlesOf(`confirmed_before=${day}`)).toEqual(['Four banal']);
});

describe('a file that tells several places', () => {
  it.each([
    ['Redon, Allaire', { reach: 'communes', communeCode: '35236' }],
    ['Redon et Allaire', { reach: 'communes', communeCode: '35236' }],
    ['Redon / Allaire', { reach: 'communes', communeCode: '35236' }],
    ['Redon, près du port', { reach: 'place', communeCode: null, communeName: 'Redon, près du port' }],
    ['partout', { reach: 'everywhere', communeCode: null }],
  ])('is understood: %s', async (cell, expected) => {
    await importFile(facilitator, `Nom,Commune\nBibliobus,"${cell}"\n`);
    expect((await practicesIn(facilitator))[0]?.details).toMatchObject(expected);
  });

  it.each([
    ['Tout le territoire', { reach: 'everywhere', alsoIn: [] }],
    ['CA Redon Agglomération', { reach: 'epci', epciCode: '243500741' }],
    ['Allaire ; Redon', { reach: 'communes', alsoIn: [{ code: '56001', name: 'Allaire' }] }],
  ])('in a column of its own: %s', async (cell, expected) => {
    const csv = `Nom,Commune,Territoire d'intervention,Milieu,Partenaires\nBibliobus,Redon,${cell},Périurbain,La mairie\n`;
    const report = await importFile(facilitator, csv);
    expect(report.warnings).toEqual([]);
    expect((await practicesIn(facilitator))[0]?.details).toMatchObject({
      ...expected,
      communeCode: '35236',
      milieu: 'periurban',
      partners: 'La mairie',
    });
  });

  it('keeps what it does not understand, and says so', async () => {
    const report = await importFile(
      facilitator,
      'Nom,Commune,Zone d’intervention\nBibliobus,Redon,le canton\n',
    );
    expect(report.warnings).toMatchObject([{ field: 'reach', code: 'reach-not-understood' }]);
    expect((await practicesIn(facilitator))[0]?.details).toMatchObject({
      reach: 'place',
      extra: { 'Zone d’intervention': 'le canton' },
    });
  });
});
