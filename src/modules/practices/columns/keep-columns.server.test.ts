import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { columnsWithin } from './keep-columns.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

it('nobody waits longer for the columns than they said, and reading them goes on', async () => {
  const visitor = await world.as('visitor');
  const other = new pg.Client({ connectionString: world.url });
  await other.connect();
  // As long as this lasts, nobody reads a practice.
  await other.query('begin; lock table practice in access exclusive mode');
  expect(await columnsWithin(visitor, 20)).toBe(false);
  await other.query('rollback');
  await other.end();
  expect(await columnsWithin(visitor, 60_000)).toBe(true);
});
