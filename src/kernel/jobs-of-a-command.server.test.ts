import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Jobs } from './jobs.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

async function queuesAreThere(): Promise<boolean | undefined> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regnamespace('jobs') is not null as there`.execute(world.db);
  return rows[0]?.there;
}

it('a command line opens no queue before it queues something', async () => {
  const { db, url, territoryId, clock } = world;
  const errors: Error[] = [];
  const jobs = new Jobs({ db, databaseUrl: url, clock });
  const definitions = [{ name: 'count', run: async () => undefined }];
  await jobs.start({ definitions, work: false, onError: (error) => errors.push(error) });
  expect(await queuesAreThere()).toBe(false);
  await jobs.enqueue(db, { territoryId, name: 'count', input: null, clock });
  expect(await queuesAreThere()).toBe(true);
  await jobs.stop();
  expect(errors).toEqual([]);
});
