import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { PretendSource, openHere } from '#kernel/testing/pretend-source.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { chooseColumns } from '../manage-imports.server.ts';
import {
  addSource,
  changeSource,
  decideHeld,
  listSources,
  pauseSource,
  readSource,
  removeSource,
  runNow,
  troubledSources,
} from './manage-sources.server.ts';
import { receiveFromAddress } from './receive-from-address.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());
beforeEach(() => sql`delete from import_source where territory_id = ${world.territoryId}`.execute(world.db));

const address = 'https://annuaire.test/lieux.csv';
const form = { name: 'Annuaire', address, licence: '', attribution: '', every: 'day', mirror: '' };

async function add(given: Partial<typeof form> = {}, fromImport = ''): Promise<string> {
  const added = await addSource(facilitator, { ...form, ...given }, fromImport);
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}

describe('sources', () => {
  it('are for facilitators of their territory', async () => {
    const id = await add();
    const visitor = await world.as('visitor');
    const stranger = { ...(await world.elsewhere()), actor: facilitator.actor };
    for (const [context, code] of [
      [visitor, 'sign-in-first'],
      [await world.as('contributor'), 'not-allowed'],
      [stranger, 'not-found'],
    ] as const) {
      const tries = [
        readSource(context, id),
        runNow(context, id),
        pauseSource(context, id, true),
        decideHeld(context, id, true),
        changeSource(context, id, form),
        removeSource(context, id, 'go'),
      ];
      for (const tried of tries) expect(await tried).toMatchObject({ ok: false, error: { code } });
    }
    expect(await listSources(visitor, 1)).toMatchObject({ ok: false });
    expect(await listSources(stranger, 1)).toMatchObject({ value: { total: 0 } });
    expect(await addSource(visitor, form)).toMatchObject({ error: { code: 'sign-in-first' } });
  });

  it('have a name of their own, an address of the web and a rhythm', async () => {
    const wrong = { ...form, name: ' ', address: 'ftp://annuaire.test', every: 'hour' };
    expect(await addSource(facilitator, wrong)).toMatchObject({
      error: { code: 'invalid', problems: [{ field: 'name' }, { field: 'address' }, { field: 'every' }] },
    });
    await add();
    expect(await addSource(facilitator, form)).toMatchObject({ error: { code: 'name-taken' } });
  });

  it('are listed by name, page by page, and those in trouble counted', async () => {
    for (let at = 0; at < 21; at += 1) await add({ name: `Annuaire ${String(at).padStart(2, '0')}` });
    const second = await listSources(facilitator, 2);
    expect(second).toMatchObject({
      value: { page: 2, pages: 2, total: 21, sources: [{ name: 'Annuaire 20' }] },
    });
    expect(await listSources(facilitator, 99)).toMatchObject({ value: { page: 2 } });
    expect(await troubledSources(facilitator)).toBe(0);
    await sql`
      update import_source set failures = case name when 'Annuaire 01' then 3 else 1 end,
        state = case name when 'Annuaire 02' then 'held' else state end
      where territory_id = ${world.territoryId}`.execute(world.db);
    expect(await troubledSources(facilitator)).toBe(2);
  });

  it('begin with the columns chosen for an import of the same address, and follow what is chosen later', async () => {
    const there = await new PretendSource().listen();
    const given = { address: there.give('/a.csv', 'quoi,où\nJardin,Redon\n'), sourceName: '', licence: '' };
    const receive = async () => {
      const received = await receiveFromAddress(facilitator, openHere, given);
      return received.ok ? received.value : '';
    };
    const importId = await receive();
    await chooseColumns(facilitator, importId, { columns: { quoi: 'title' } });
    const id = await add({ address: given.address }, importId);
    const other = await add({ name: 'Autre' }, importId);
    const mappingOf = async (one: string) => {
      const found = await readSource(facilitator, one);
      return found.ok && found.value.mapping;
    };
    expect(await mappingOf(id)).toEqual({ quoi: 'title' });
    expect(await mappingOf(other)).toEqual({});
    await chooseColumns(facilitator, await receive(), { columns: { quoi: 'title', où: 'address' } });
    expect(await mappingOf(id)).toEqual({ quoi: 'title', où: 'address' });
    there.close();
  });
});
