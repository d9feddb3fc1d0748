import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { administer } from '#kernel/testing/administer.server.ts';
import { testServer } from '#kernel/testing/test-database.server.ts';
import { countTerritories } from '#modules/territories/index.server.ts';
import { createApp } from '../composition.server.ts';
import { prepareFirstTerritory } from './prepare-first-territory.server.ts';

const server = testServer();
const name = `test_${newId().replaceAll('-', '')}`;
const url = new URL(server);
url.pathname = `/${name}`;
/** As a host of one's own gives it: without a table. */
beforeAll(() => administer(server, `create database ${name}`));
afterAll(() => administer(server, `drop database ${name} with (force)`));

/** One of several nodes, each known by its own name until a proxy gives them one. */
async function startNode(host: string, demo: boolean) {
  const origin = `http://${host}`;
  const app = await createApp({
    databaseUrl: url.href,
    configuration: { origin, smtpUrl: undefined },
    runJobs: true,
    onError: (error) => expect.unreachable(error.message),
  });
  return { app, first: await prepareFirstTerritory(app, { origin, demo }) };
}

test('nodes that start at once on an empty database make one territory, and all find it', async () => {
  const nodes = await Promise.all([
    startNode('one.test', false),
    startNode('two.test', true),
    startNode('three.test', false),
  ]);
  expect(await Promise.all(nodes.map(({ app }) => countTerritories(app.db)))).toEqual([1, 1, 1]);
  const [first] = nodes.map((node) => node.first);
  expect(nodes.map((node) => node.first)).toEqual([first, first, first]);
  expect(first).toEqual({ territoryId: expect.any(String), needsOwner: true });
  for (const { app } of nodes) await app.close();
});
