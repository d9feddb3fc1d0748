import { expect } from 'vitest';
import { fixedClock } from '#kernel/clock.ts';
import type { Context } from '#kernel/context.ts';
import type { TestWorld } from '#kernel/testing/test-context.server.ts';
import { type App, contextFor, createApp } from '../composition.server.ts';
import { prepareFirstTerritory } from '../seed/prepare-first-territory.server.ts';

/** The only territory of such an instance. */
export const host = 'pays.test';

/** An instance whose territory leaves as an archive, or where one arrives. */
export interface Instance {
  world: TestWorld;
  app: App;
  owner: Context;
}

/** In a world without territories: with the demonstration, or with what every territory begins with. */
export async function openInstance(world: TestWorld, { demo }: { demo: boolean }): Promise<Instance> {
  const app = await createApp({
    databaseUrl: world.url,
    configuration: { origin: `http://${host}`, smtpUrl: undefined },
    runJobs: false,
    clock: fixedClock('2031-05-14T20:00:00Z'),
    onError: (error) => expect.unreachable(error.message),
  });
  const { territoryId } = await prepareFirstTerritory(app, { origin: app.origin, demo });
  return { world, app, owner: contextFor(app, territoryId, { personId: null, role: 'owner' }) };
}

export async function closeInstance({ app, world }: Instance): Promise<void> {
  await app.close();
  await world.close();
}
