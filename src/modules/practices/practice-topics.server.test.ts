import { readFileSync } from 'node:fs';
import { type TestContext, afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { CoreFormValues, TopicKind } from '#modules/records/index.ts';
import { addTopic, listTopics, removeTopic, topicsOf } from '#modules/records/index.server.ts';
import { countFacets } from './count-facets.server.ts';
import { listPractices, readPracticeList } from './list-practices.server.ts';
import { readPracticeQuery } from './practice-filters.ts';
import { formOf } from './practice-form.ts';
import { findPractice } from './practice-store.server.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import { figuresOf, importFile, practicesIn } from './testing/import-scene.server.ts';

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

async function made(kind: TopicKind, name: string, parent = ''): Promise<string> {
  const added = await addTopic(facilitator, kind, { name, parent });
  if (!added.ok) throw new Error(added.error.code);
  return added.value.id;
}

const nothing: CoreFormValues = { topics: [], chat: '', coAuthors: '', licence: '' };

function propose(title: string, core: Partial<CoreFormValues>) {
  return proposePractice(facilitator, { title, commune: 'Redon', core: { ...nothing, ...core } });
}

async function titlesOf(query: string): Promise<string[]> {
  const read = readPracticeQuery(new URLSearchParams(query));
  if (!read.ok) throw new Error(read.error.field);
  const { items, total } = await listPractices(facilitator, read.value);
  expect(total).toBe(items.length);
  return items.map(({ title }) => title).toSorted();
}

async function topicNames(title: string): Promise<string[]> {
  const practice = (await practicesIn(facilitator)).find(({ record }) => record.title === title);
  return (await topicsOf(facilitator, practice?.record.topicIds ?? [])).map(({ name }) => name);
}

describe('the list', () => {
  it('is filtered by theme, with those under it, by challenge, community and keyword, together', async () => {
    const move = await made('theme', 'Se déplacer');
    const bike = await made('theme', 'Vélo', move);
    const challenge = await made('challenge', 'Sans voiture');
    await propose('Atelier', { topics: [bike, challenge] });
    await propose('Pédibus', { topics: [move] });
    await proposePractice(facilitator, { title: 'Jardin', commune: 'Redon', tags: 'eau' });
    expect(await titlesOf('theme=se-deplacer')).toEqual(['Atelier', 'Pédibus']);
    expect(await titlesOf('theme=SE DEPLACER')).toEqual(['Atelier', 'Pédibus']);
    expect(await titlesOf('theme=velo')).toEqual(['Atelier']);
    expect(await titlesOf('theme=se-deplacer&challenge=sans-voiture')).toEqual(['Atelier']);
    expect(await titlesOf('theme=Eau')).toEqual(['Jardin']);
    expect(await titlesOf('tag=eau')).toEqual(['Jardin']);
    for (const nowhere of ['challenge=eau', 'community=sans-voiture', 'theme=rien', 'tag=velo']) {
      expect(await titlesOf(nowhere)).toEqual([]);
    }
    expect(await titlesOf('theme=velo&challenge=sans-voiture&theme=se-deplacer')).toEqual(['Atelier']);
    const everything = { filters: {}, sort: 'updated' as const, page: 1, perPage: 20 };
    const { narrowed } = await readPracticeList(facilitator, everything);
    const themes = (await countFacets(facilitator, narrowed, {})).find(({ facet }) => facet === 'theme');
    expect(themes?.values.map(({ name, count, depth }) => [name, count, depth])).toEqual([
      ['Se déplacer', 2, 0],
      ['Vélo', 1, 1],
    ]);
  });
});

describe('the shared part of the form', () => {
  it.each<[string, Partial<CoreFormValues>]>([
    ['chat', { chat: 'http://salon.test/' }],
    ['chat', { chat: 'javascript:alert(1)' }],
    ['chat', { chat: 'https://ana:secret@salon.test/' }],
    ['chat', { chat: 'https://salon' }],
    ['chat', { chat: `https://salon.test/${'a'.repeat(500)}` }],
    ['coAuthors', { coAuthors: 'ana@exemple.test' }],
    ['coAuthors', { coAuthors: 'a'.repeat(101) }],
    ['coAuthors', { coAuthors: Array.from({ length: 21 }, (_, index) => `Nom ${index}`).join('\n') }],
    ['licence', { licence: 'à moi' }],
  ])('names %s when it is %j', async (field, core) => {
    expect(await propose('Four', core)).toEqual({ ok: false, error: { code: 'invalid', fields: [field] } });
  });

  it('keeps what was ticked among what there is, and changes nothing where it is absent', async () => {
    const theme = await made('theme', 'Énergie');
    const proposed = await propose('Four', {
      topics: [theme, theme, 'nowhere'],
      chat: 'https://salon.test',
      coAuthors: ' Ana \n\nAna\nYann',
      licence: 'CC0-1.0',
    });
    const id = proposed.ok ? proposed.value.id : '';
    const kept = {
      topicIds: [theme],
      chatUrl: 'https://salon.test/',
      coAuthors: ['Ana', 'Yann'],
      licence: 'CC0-1.0',
    };
    expect((await findPractice(facilitator, { id }))?.record).toMatchObject(kept);
    await editPractice(facilitator, {
      recordId: id,
      version: 1,
      input: { title: 'Fournil', commune: 'Redon' },
    });
    expect((await findPractice(facilitator, { id }))?.record).toMatchObject({ title: 'Fournil', ...kept });
  });

  it('leaves a record untouched whose topic was merged, when nobody changes what it means', async () => {
    const [kept, merged] = [await made('theme', 'Mobilités'), await made('theme', 'Transports')];
    const proposed = await propose('Four', { topics: [merged] });
    if (!proposed.ok) throw new Error('refused');
    await removeTopic(facilitator, { id: merged, into: kept });
    const [stored] = await practicesIn(facilitator);
    if (!stored) throw new Error('not stored');
    const input = { ...formOf(stored), core: { ...nothing, topics: [kept] } };
    const saved = await editPractice(facilitator, { recordId: proposed.value.id, version: 1, input });
    expect(saved.ok && saved.value.version).toBe(1);
  });
});

describe('an imported file', () => {
  it('gives the themes there are, whatever the case and accents, and makes those that are missing', async () => {
    await made('theme', 'Énergie');
    const file = 'id,nom,commune,thème\n1,Four,Redon,ENERGIE\n2,Jardin,Redon,Eau\n3,Puits,Redon,eau\n';
    expect(figuresOf(await importFile(facilitator, file))).toMatchObject({ created: 3 });
    expect((await listTopics(facilitator)).theme.map(({ name, count }) => [name, count])).toEqual([
      ['Énergie', 1],
      ['Eau', 2],
    ]);
    expect(figuresOf(await importFile(facilitator, file))).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 3,
    });
    const other = file.replace('1,Four,Redon,ENERGIE', '1,Four,Redon,Eau');
    expect(figuresOf(await importFile(facilitator, other))).toMatchObject({ updated: 1, unchanged: 2 });
    expect(await topicNames('Four')).toEqual(['Eau']);
  });

  it('takes no challenge away that a person gave, and keeps the theme they chose', async () => {
    const challenge = await made('challenge', 'Se chauffer');
    const file = 'id,nom,commune,thème\n1,Four,Redon,Énergie\n';
    await importFile(facilitator, file);
    const [stored] = await practicesIn(facilitator);
    if (!stored) throw new Error('not imported');
    const { id: recordId, version, topicIds } = stored.record;
    const edit = (topics: string[], seen: number) =>
      editPractice(facilitator, {
        recordId,
        version: seen,
        input: { title: 'Four', commune: 'Redon', core: { ...nothing, topics } },
      });
    await edit([...topicIds, challenge], version);
    await importFile(facilitator, file.replace('Énergie', 'Bois'));
    expect(await topicNames('Four')).toEqual(['Bois', 'Se chauffer']);
    await edit([challenge], version + 2);
    const report = await importFile(facilitator, file.replace('Énergie', 'Eau'));
    expect(report.warnings).toMatchObject([{ field: 'themes', code: 'kept-local-edit' }]);
    expect(await topicNames('Four')).toEqual(['Se chauffer']);
  });

  it('with more than twenty unknown categories leaves them as keywords', async () => {
    const rows = Array.from({ length: 21 }, (_, index) => `${index},Lieu ${index},Redon,Genre ${index}`);
    await importFile(facilitator, ['id,nom,commune,catégorie', ...rows, '99,Four,Redon,Genre 1'].join('\n'));
    expect((await listTopics(facilitator)).theme).toEqual([]);
    expect(await titlesOf('tag=genre 1')).toEqual(['Four', 'Lieu 1']);
  });

  it('makes no theme when it is only tried', async () => {
    const file = 'id,nom,commune,thème\n1,Four,Redon,Énergie\n';
    expect(figuresOf(await importFile(facilitator, file, { dryRun: true }))).toMatchObject({ created: 1 });
    expect((await listTopics(facilitator)).theme).toEqual([]);
  });
});

describe('the taxonomy that comes with a GoGoCarto', () => {
  const file = (name: string, test: TestContext) => readFileSync(sharedFile(`data/formats/${name}`, test));

  it('becomes a tree of themes, as deep as what is used of it; a theme of the same name serves, where it stands', async (test) => {
    const market = await made('theme', 'marché');
    const companions = [{ fileName: 'taxonomy.json', bytes: file('gogocarto-taxonomy.json', test) }];
    const elements = file('gogocarto-elements-gogofull.json', test);
    const fileName = 'elements.json';
    const dry = await importFile(facilitator, elements, { fileName, companions, dryRun: true });
    expect(figuresOf(dry)).toMatchObject({ created: 23 });
    expect(await topicPaths()).toEqual(['marché']);
    const { created } = await importFile(facilitator, elements, { fileName, companions });
    const paths = await topicPaths();
    expect([created, paths]).toMatchObject([23, expect.arrayContaining(['marché'])]);
    expect(paths).toContain('Agriculture & Alimentation > Point distribution > Ruche qui dit oui');
    expect(paths.filter((path) => /(^|> )marché$/i.test(path))).toEqual(['marché']);
    expect(await titlesOf('theme=marche')).toEqual(
      (await practicesIn(facilitator))
        .filter(({ record }) => record.topicIds.includes(market))
        .map(({ record }) => record.title)
        .toSorted(),
    );
    expect(figuresOf(await importFile(facilitator, elements, { fileName, companions }))).toMatchObject({
      created: 0,
      updated: 0,
    });
    expect(await topicPaths()).toEqual(paths);
  });

  async function topicPaths(): Promise<string[]> {
    const above: string[] = [];
    return (await listTopics(facilitator)).theme.map(({ name, depth }) => {
      above.splice(depth, above.length, name);
      return above.join(' > ');
    });
  }
});
