import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRecord, deleteRecord } from './change-record.server.ts';
import { readHistory } from './read-history.server.ts';
import { idsAbout, listTopics, readTopicHistory, readTopicPage, topicsOf } from './read-topics.server.ts';
import type { RecordCore, RecordFields } from './record.ts';
import {
  addTopic,
  changeTopic,
  moveTopic,
  removeTopic,
  topicsNamed,
  undoTopicChange,
} from './shape-topics.server.ts';
import { makeSample } from './testing/sample-record.server.ts';
import type { Topic } from './topic.ts';

let world: TestWorld;
let facilitator: Context;
let author: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Nadia');
  author = await world.as('contributor');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

async function made(kind: string, name: string, parent = ''): Promise<Topic> {
  const added = await addTopic(facilitator, kind, { name, parent });
  if (!added.ok) throw new Error(`${name} was refused: ${added.error.code}`);
  return added.value;
}

async function namesOf(kind: 'theme' | 'challenge' | 'community', context = visitor): Promise<string[]> {
  return (await listTopics(context))[kind].map(({ name, depth }) => '> '.repeat(depth) + name);
}

function save(context: Context, current: RecordCore, fields: Partial<RecordFields>) {
  return inTransaction(context.db, (db) =>
    changeRecord(
      { ...context, db },
      {
        current,
        version: current.version,
        fields: { ...current, ...fields },
        details: { before: {}, after: {} },
      },
    ),
  );
}

describe('the lists', () => {
  it.each<[Role, boolean]>([
    ['visitor', false],
    ['contributor', false],
    ['facilitator', true],
    ['owner', true],
  ])('are shaped by a %s: %s', async (role, may) => {
    const context = await world.as(role);
    const topic = await made('community', `Groupe ${role}`);
    const refused = { ok: false, error: { code: 'not-allowed' } };
    const tries = [
      await addTopic(context, 'community', { name: `Ajout ${role}` }),
      await changeTopic(context, topic.id, { name: `Nom ${role}` }),
      await moveTopic(context, { id: topic.id, up: true }),
      await removeTopic(context, { id: topic.id }),
      await undoTopicChange(context, topic.id),
    ];
    for (const tried of tries.slice(0, 4)) expect(tried.ok).toBe(may);
    if (!may) for (const tried of tries) expect(tried).toEqual(refused);
    expect((await readTopicHistory(context)).ok).toBe(may);
  });

  it('are put in order, under one another, and moved', async () => {
    const move = await made('theme', 'Se déplacer');
    await made('theme', 'Se nourrir');
    const bike = await made('theme', 'Vélo', move.id);
    await made('theme', 'Bateau', move.id);
    expect(await namesOf('theme')).toEqual(['Se déplacer', '> Vélo', '> Bateau', 'Se nourrir']);
    await moveTopic(facilitator, { id: bike.id, up: false });
    await moveTopic(facilitator, { id: move.id, up: false });
    await moveTopic(facilitator, { id: move.id, up: false });
    expect(await namesOf('theme')).toEqual(['Se nourrir', 'Se déplacer', '> Bateau', '> Vélo']);
    expect(await changeTopic(facilitator, move.id, { name: 'Se déplacer', parent: bike.id })).toEqual({
      ok: false,
      error: { code: 'parent' },
    });
  });

  it.each([
    ['a kind there is not', 'sorcery', { name: 'X' }, 'not-found'],
    ['an empty name', 'theme', { name: ' \n ' }, 'name'],
    ['a name of signs alone', 'theme', { name: '…!' }, 'name'],
    ['a name too long', 'theme', { name: 'é'.repeat(101) }, 'name'],
    ['a description too long', 'theme', { name: 'Long', description: 'x'.repeat(2_001) }, 'description'],
    ['a name there is, accents and case aside', 'theme', { name: 'SE DEPLACER' }, 'name-taken'],
    ['a place nowhere', 'theme', { name: 'Y', parent: 'nowhere' }, 'parent'],
    ['a challenge under something', 'challenge', { name: 'Z', parent: 'nowhere' }, 'parent'],
  ])('refuse %s', async (_what, kind, input, code) => {
    expect(await addTopic(facilitator, kind, input)).toEqual({ ok: false, error: { code } });
  });

  it('give each its own address, which stays when the name changes', async () => {
    const first = await made('challenge', 'Vieillir ici');
    await changeTopic(facilitator, first.id, { name: 'Vieillir au pays' });
    const second = await made('challenge', 'Vieillir ici');
    expect([first.slug, second.slug]).toEqual(['vieillir-ici', 'vieillir-ici-2']);
    const page = await readTopicPage(visitor, { kind: 'challenge', slug: 'vieillir-ici-2', page: 1 });
    expect(page.ok && page.value.topic.id).toBe(second.id);
  });

  it('belong to their territory', async () => {
    const topic = await made('community', 'Réparatrices');
    const elsewhere: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect(await listTopics(elsewhere)).toEqual({ theme: [], challenge: [], community: [] });
    expect(await changeTopic(elsewhere, topic.id, { name: 'Autre' })).toMatchObject({ ok: false });
    expect(await removeTopic(elsewhere, { id: topic.id })).toMatchObject({ ok: false });
    expect(await idsAbout(elsewhere, 'community', 'Réparatrices')).toBeUndefined();
    expect((await addTopic(elsewhere, 'community', { name: 'Réparatrices' })).ok).toBe(true);
  });

  it('take one name once, however many add it at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, () => addTopic(facilitator, 'theme', { name: 'En même temps' })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('what records are about', () => {
  it('is a change like others: told by names, undone, counted where it may be seen', async () => {
    const [theme, challenge] = [await made('theme', 'Énergie'), await made('challenge', 'Se chauffer')];
    const record = await makeSample(author);
    const saved = await save(author, record, {
      topicIds: [challenge.id, theme.id],
      chatUrl: 'https://salon.example/',
      coAuthors: ['Yann'],
    });
    expect(
      saved.ok && (await topicsOf(visitor, saved.value.record.topicIds)).map(({ name }) => name),
    ).toEqual(['Énergie', 'Se chauffer']);
    const [told] = (await readHistory(visitor, { recordId: record.id })).entries;
    expect(told?.changes).toContainEqual({
      field: 'topicIds',
      before: [],
      after: ['Se chauffer', 'Énergie'],
    });
    await makeSample(author, { visibility: 'members', topicIds: [theme.id] });
    await makeSample(author, { visibility: 'draft', kind: 'lever', topicIds: [theme.id] });
    const countFor = async (context: Context) =>
      (await listTopics(context)).theme.find(({ id }) => id === theme.id)?.count;
    expect(await countFor(visitor)).toBe(1);
    expect(await countFor(await world.as('contributor'))).toBe(2);
    expect(await countFor(author)).toBe(3);
    const pageFor = async (context: Context) =>
      readTopicPage(context, { kind: 'theme', slug: 'ENERGIE', page: 1 });
    const seen = await pageFor(visitor);
    expect(seen.ok && seen.value.records.map(({ id }) => id)).toEqual([record.id]);
    const own = await pageFor(author);
    expect(own.ok && own.value.records.map(({ kind }) => kind)).toEqual(['lever', 'practice', 'practice']);
    await deleteRecord(author, record.id);
    expect(await countFor(visitor)).toBe(0);
  });

  it('may change licence at the hand of who made it, and of facilitators, only', async () => {
    const record = await makeSample(author);
    const other = await world.as('contributor');
    expect(await save(other, record, { licence: 'CC0-1.0' })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const saved = await save(author, record, { licence: 'CC0-1.0' });
    expect(saved.ok).toBe(true);
  });
});

describe('a topic that goes', () => {
  it('is merged into another, whose records and address it takes over, and comes back whole', async () => {
    const [kept, merged] = [await made('theme', 'Mobilités'), await made('theme', 'Transports')];
    const below = await made('theme', 'Covoiturage', merged.id);
    const record = await makeSample(author, { topicIds: [merged.id] });
    expect((await removeTopic(facilitator, { id: merged.id, into: kept.id })).ok).toBe(true);
    expect((await topicsOf(visitor, record.topicIds)).map(({ name }) => name)).toEqual(['Mobilités']);
    expect((await idsAbout(visitor, 'theme', 'Mobilités'))?.toSorted()).toEqual(
      [kept.id, merged.id, below.id].toSorted(),
    );
    const old = await readTopicPage(visitor, { kind: 'theme', slug: 'transports', page: 1 });
    expect(old.ok && old.value.topic.slug).toBe('mobilites');
    const history = await readTopicHistory(facilitator);
    const [entry] = history.ok ? history.value : [];
    expect(entry).toMatchObject({
      action: 'topic.merged',
      name: 'Transports',
      author: 'Nadia',
      undoable: true,
    });
    expect((await undoTopicChange(facilitator, entry?.id ?? '')).ok).toBe(true);
    expect((await topicsOf(visitor, record.topicIds)).map(({ name }) => name)).toEqual(['Transports']);
  });

  it('leaves its records, which find it again when it is brought back', async () => {
    const topic = await made('community', 'Jardinières');
    const record = await makeSample(author, { topicIds: [topic.id] });
    await removeTopic(facilitator, { id: topic.id });
    expect(await topicsOf(visitor, record.topicIds)).toEqual([]);
    expect(await readTopicPage(visitor, { kind: 'community', slug: 'jardinieres', page: 1 })).toMatchObject({
      ok: false,
    });
    const history = await readTopicHistory(facilitator);
    await undoTopicChange(facilitator, (history.ok && history.value[0]?.id) || '');
    expect((await topicsOf(visitor, record.topicIds)).map(({ name }) => name)).toEqual(['Jardinières']);
  });

  it('stays away when its name is taken meanwhile, or what it says changed again', async () => {
    const topic = await made('challenge', 'Manger local');
    await removeTopic(facilitator, { id: topic.id });
    await made('challenge', 'Manger local');
    const history = await readTopicHistory(facilitator);
    const entries = history.ok ? history.value : [];
    const removal = entries.find(({ action }) => action === 'topic.removed');
    expect(await undoTopicChange(facilitator, removal?.id ?? '')).toEqual({
      ok: false,
      error: { code: 'name-taken' },
    });
    const other = await made('challenge', 'Premier nom');
    await changeTopic(facilitator, other.id, { name: 'Deuxième nom' });
    const renamed = await readTopicHistory(facilitator);
    const first = (renamed.ok && renamed.value[0]?.id) || '';
    await changeTopic(facilitator, other.id, { name: 'Troisième nom' });
    expect(await undoTopicChange(facilitator, first)).toEqual({
      ok: false,
      error: { code: 'changed-since' },
    });
  });

  it('is merged only into one of its kind that is there', async () => {
    const [theme, community] = [await made('theme', 'A'), await made('community', 'A')];
    for (const into of [theme.id, community.id, 'nowhere']) {
      expect(await removeTopic(facilitator, { id: theme.id, into })).toEqual({
        ok: false,
        error: { code: 'into' },
      });
    }
  });
});

describe('what a file names', () => {
  it('is met whatever the case and accents, and made when it is missing', async () => {
    const known = await made('theme', 'Économie');
    const found = await inTransaction(world.db, (db) =>
      topicsNamed({ ...facilitator, db }, 'theme', [
        { name: 'ECONOMIE' },
        { name: 'Forêt' },
        { name: 'forêt ' },
        { name: '' },
      ]),
    );
    expect(found.get('ECONOMIE')).toBe(known.id);
    expect(found.get('Forêt')).toBe(found.get('forêt '));
    expect(found.has('')).toBe(false);
  });
});
