import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import { newId } from './ids.ts';
import { type Limit, isWithin, noteUse, takeTurn } from './limits.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let context: Context;
let source: string;
beforeAll(async () => {
  world = await openTestWorld();
  context = await world.as('visitor');
});
afterAll(() => world.close());
beforeEach(() => {
  source = `192.0.2.1 ${newId()}`;
});

const limit: Limit = { name: 'try', most: 3, minutes: 10 };
const turn = (where = source, which = limit) => takeTurn(context, which, where);
const minute = 60_000;

async function turns(times: number): Promise<boolean[]> {
  const taken: boolean[] = [];
  for (let time = 0; time < times; time += 1) taken.push(await turn());
  return taken;
}

describe('a limit', () => {
  it('allows so many uses, then no more until the first leaves its window', async () => {
    expect(await turn()).toBe(true);
    world.clock.advance(6 * minute);
    expect(await turns(3)).toEqual([true, true, false]);
    world.clock.advance(4 * minute - 1);
    expect(await turn()).toBe(false);
    world.clock.advance(1);
    expect(await turns(2)).toEqual([true, false]);
  });

  it('does not count what it refused: waiting always helps', async () => {
    await turns(3);
    for (let tries = 0; tries < 5; tries += 1) {
      world.clock.advance(minute);
      expect(await turn()).toBe(false);
    }
    world.clock.advance(5 * minute);
    expect(await turn()).toBe(true);
  });

  it('counts each source, each act and each territory apart', async () => {
    await turns(3);
    expect(await turn('192.0.2.2')).toBe(true);
    expect(await turn(source, { ...limit, name: 'other' })).toBe(true);
    expect(await takeTurn(await world.elsewhere(), limit, source)).toBe(true);
    expect(await turn()).toBe(false);
  });

  it('holds when everyone comes at the same moment, over several connections', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => turn()));
    expect(taken.filter(Boolean)).toHaveLength(3);
  });

  it('lets only failures count, where only they are noted', async () => {
    for (let time = 0; time < 9; time += 1) expect(await isWithin(context, limit, source)).toBe(true);
    for (let time = 0; time < 3; time += 1) await noteUse(context, limit, source);
    expect(await isWithin(context, limit, source)).toBe(false);
  });
});

describe('what is kept of a source', () => {
  const rows = async () => {
    const found = await sql<{ source: string }>`
      select * from limited_use where territory_id = ${world.territoryId}`.execute(world.db);
    return found.rows;
  };

  it('is neither an address nor anything that gives it back without the key', async () => {
    await turn('203.0.113.7');
    const text = JSON.stringify(await rows());
    expect(text).not.toContain('203.0.113');
    expect((await rows()).at(-1)?.source).toMatch(/^[\w-]{43}$/);
  });

  it('is forgotten once it no longer counts, and after a day whatever its limit', async () => {
    await turn(source, { ...limit, name: 'unused since', minutes: 60 });
    await turn();
    world.clock.advance(24 * 60 * minute);
    await turn();
    expect(await rows()).toHaveLength(1);
  });
});
