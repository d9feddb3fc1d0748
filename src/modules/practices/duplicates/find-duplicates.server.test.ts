import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord } from '#modules/records/index.server.ts';
import { formOf } from '../practice-form.ts';
import type { Practice } from '../practice.ts';
import { editPractice } from '../save-practice.server.ts';
import { importFile, practicesIn } from '../testing/import-scene.server.ts';
import {
  decideDuplicate,
  listDuplicates,
  sayDuplicate,
  searchDuplicates,
} from './decide-duplicates.server.ts';
import type { PairState } from './pair-state.ts';
import { findDuplicates } from './find-duplicates.server.ts';
import { mergePractices } from './merge-practices.server.ts';

const city =
  'id,nom,commune,latitude,longitude,courriel\n1,Jardin des Cordiers,Redon,47.6512,-2.0851,ana@b.test\n2,Four banal,Allaire,47.637,-2.163,\n';
const country =
  'id,nom,commune,latitude,longitude,courriel\n1,JARDIN DES CORDIERS,Redon,47.6513,-2.0853,\n2,Ressourcerie,Redon,47.654,-2.081,ana@b.test\n';

let world: TestWorld;
let facilitator: Context;
let member: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { territoryId } = await world.elsewhere();
  facilitator = { ...(await world.as('facilitator')), territoryId };
  member = { ...(await world.as('contributor')), territoryId };
});

async function pairs(state: PairState = 'open', context = facilitator) {
  const listed = await listDuplicates(context, { state, page: 1 });
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value.items;
}

const titlesOf = (practices: readonly Practice[]) => practices.map(({ record }) => record.title).toSorted();
const idsOf = (practices: readonly Practice[]) =>
  practices.map(({ record }) => record.id) as [string, string];

async function imported() {
  await importFile(facilitator, city, { sourceName: 'Ville' });
  await importFile(facilitator, country, { sourceName: 'Pays' });
  await findDuplicates(facilitator);
}

async function onlyPair() {
  const [pair, ...others] = await pairs();
  if (!pair || others.length > 0) throw new Error('Not one pair');
  return pair;
}

async function called(title: string): Promise<Practice> {
  const found = (await practicesIn(facilitator)).find(({ record }) => record.title === title);
  if (!found) throw new Error(`No practice called ${title}`);
  return found;
}

async function rename(from: string, to: string): Promise<void> {
  const practice = await called(from);
  const { id: recordId, version } = practice.record;
  await editPractice(member, { recordId, version, input: { ...formOf(practice), title: to } });
}

describe('looking for duplicates', () => {
  it('finds what two sources say of the same place, and says why', async () => {
    await imported();
    const pair = await onlyPair();
    expect(titlesOf(pair.practices)).toEqual(['JARDIN DES CORDIERS', 'Jardin des Cordiers']);
    expect(pair.reasons.map(({ code }) => code)).toEqual(['same-name', 'near']);
  });

  it('finds the same when it is done twice, or by two at once', async () => {
    await imported();
    await Promise.all([findDuplicates(facilitator), findDuplicates(facilitator)]);
    expect(await pairs()).toHaveLength(1);
  });

  it('looks again at what changed since: a pair goes, another comes', async () => {
    await imported();
    await rename('JARDIN DES CORDIERS', 'Compost des voisins');
    await rename('Ressourcerie', 'Four banal d’Allaire');
    await findDuplicates(facilitator);
    expect(await pairs()).toEqual([]);
    await rename('Compost des voisins', 'Le jardin des cordiers');
    await findDuplicates(facilitator);
    expect(titlesOf((await onlyPair()).practices)).toEqual(['Jardin des Cordiers', 'Le jardin des cordiers']);
  });

  it('keeps to one territory, and leaves out what is deleted', async () => {
    await imported();
    const { territoryId } = await world.elsewhere();
    expect(await pairs('open', { ...facilitator, territoryId })).toEqual([]);
    await deleteRecord(facilitator, (await called('JARDIN DES CORDIERS')).record.id);
    expect(await pairs()).toEqual([]);
  });

  it('shows once what was merged', async () => {
    await imported();
    const [kept, merged] = (await onlyPair()).practices;
    await mergePractices(facilitator, {
      keptId: kept.record.id,
      keptVersion: kept.record.version,
      mergedId: merged.record.id,
      mergedVersion: merged.record.version,
      choices: {},
      licencesAgreed: true,
    });
    await findDuplicates(facilitator);
    expect(await pairs()).toEqual([]);
  });
});

describe('deciding about a pair', () => {
  it('is remembered, told in the history of both, and taken back', async () => {
    await imported();
    const ids = idsOf((await onlyPair()).practices);
    expect(await decideDuplicate(facilitator, { ids, state: 'distinct' })).toEqual({
      ok: true,
      value: undefined,
    });
    await sql`delete from duplicate_search where territory_id = ${facilitator.territoryId}`.execute(world.db);
    await findDuplicates(facilitator);
    expect(await pairs()).toEqual([]);
    expect(await pairs('distinct')).toHaveLength(1);
    const { db, territoryId } = facilitator;
    for (const recordId of ids) {
      const [latest] = await historyOf(db, { territoryId, recordId, limit: 1 });
      expect(latest?.action).toBe('practice.duplicate-distinct');
    }
    await decideDuplicate(facilitator, { ids, state: 'open' });
    await onlyPair();
  });

  it('is for facilitators, and for states there are', async () => {
    await imported();
    const ids = idsOf((await onlyPair()).practices);
    expect(await listDuplicates(member, { state: 'open', page: 1 })).toMatchObject({ ok: false });
    expect(await decideDuplicate(member, { ids, state: 'later' })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await searchDuplicates(member)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await decideDuplicate(facilitator, { ids, state: 'merged' })).toMatchObject({ ok: false });
    expect(await decideDuplicate(facilitator, { ids: ['x', ids[0]], state: 'later' })).toMatchObject({
      ok: false,
    });
  });

  it('begins with what someone said, whatever was decided before', async () => {
    await imported();
    const ids = idsOf([await called('Four banal'), await called('Ressourcerie')]);
    const visitor: Context = { ...member, actor: { personId: null, role: 'visitor' } };
    expect(await sayDuplicate(visitor, ids)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await sayDuplicate(member, ids)).toMatchObject({ ok: true });
    expect(await sayDuplicate(member, [ids[0], ids[0]])).toMatchObject({ error: { code: 'not-found' } });
    const [first] = await pairs();
    expect(first && titlesOf(first.practices)).toEqual(['Four banal', 'Ressourcerie']);
    expect(first?.said).toBe(true);
  });
});
