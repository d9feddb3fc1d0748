import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import {
  communesOfTerritory,
  countTerritories,
  findTerritory,
  insertTerritory,
} from './territory-store.server.ts';
import type { Territory } from './territory.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const redon: Territory = {
  id: newId(),
  host: 'redon.test',
  name: 'Pays de Redon',
  welcome: parseMarkdown('Bienvenue **à toutes et tous**.'),
  communes: ['35236', '56001'],
  timeZone: 'Europe/Paris',
  language: 'br',
  licence: 'ODbL-1.0',
  colour: '#c0432c',
  sectionsOff: ['levers'],
  setupLeft: ['communes', 'mail'],
  isDemo: true,
};

describe('the only territory of an instance', () => {
  it('answers to every name', async () => {
    expect(await countTerritories(world.db)).toBe(1);
    for (const host of ['essai.test', 'localhost:3000', '', "' or 1=1 --"]) {
      expect(await findTerritory(world.db, host)).toMatchObject({ id: world.territoryId });
    }
  });
});

describe('among several territories', () => {
  beforeAll(() => insertTerritory(world.db, redon, world.clock.now()));

  it('each answers to its own name, as it was made', async () => {
    expect(await countTerritories(world.db)).toBe(2);
    expect(await findTerritory(world.db, 'redon.test')).toEqual(redon);
    expect(await findTerritory(world.db, 'essai.test')).toMatchObject({ id: world.territoryId });
  });

  it('none answers to a name that is not its own', async () => {
    for (const host of ['', 'autre.test', 'redon.test.evil.test', '%', 'REDON_TEST']) {
      expect(await findTerritory(world.db, host)).toBeUndefined();
    }
  });

  it('a name is taken once', async () => {
    const again = insertTerritory(world.db, { ...redon, id: newId() }, world.clock.now());
    await expect(again).rejects.toThrow('territory_host_key');
  });

  it('each has its own communes, and one that does not exist has none', async () => {
    expect(await communesOfTerritory(world.db, redon.id)).toEqual(['35236', '56001']);
    expect(await communesOfTerritory(world.db, world.territoryId)).toEqual(['35236']);
    expect(await communesOfTerritory(world.db, newId())).toEqual([]);
  });
});
