import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../src/kernel/database.server.ts';
import { startEmbeddedPostgres } from '../src/kernel/postgres/embedded-postgres.server.ts';
import { administer } from '../src/kernel/testing/administer.server.ts';

const templateName = 'entrelacs_template';

/**
 * A PostgreSQL for each test file that runs at the same time as others, with one database that has every table and
 * that each file copies. `TEST_DATABASE_URL` names another server, to try other versions.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await Promise.all(Array.from({ length: project.config.maxWorkers }, startServer));
  await Promise.all(servers.map(({ url }) => createTemplate(url)));
  project.provide(
    'postgresUrls',
    servers.map(({ url }) => url),
  );
  return async () => {
    await Promise.all(servers.map(({ stop }) => stop()));
  };
}

async function createTemplate(serverUrl: string): Promise<void> {
  await administer(serverUrl, `drop database if exists ${templateName} with (force)`);
  await administer(serverUrl, `create database ${templateName}`);
  const template = new URL(serverUrl);
  template.pathname = `/${templateName}`;
  const db = await openDatabase(template.href);
  await db.destroy();
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: async () => undefined };
  const dataFolder = await mkdtemp(join(tmpdir(), 'entrelacs-tests-'));
  const started = await startEmbeddedPostgres({
    dataFolder,
    durable: false,
    log: () => undefined,
    // What works by itself in a database that a test drops may not be sent away.
    settings: { max_connections: '200', autovacuum: 'off' },
  });
  if (!started.ok) throw new Error(`The test database did not start: ${JSON.stringify(started.error)}`);
  return {
    url: started.value.url,
    async stop() {
      await started.value.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
