import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BackupScene,
  backedUp,
  openBackupScene,
  restored,
  sumsOf,
} from '#kernel/backup/testing/backup-scene.server.ts';
import { fixedClock } from '#kernel/clock.ts';
import { migrations } from '#kernel/migrations/index.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#kernel/postgres/embedded-postgres.server.ts';
import { createApp } from './composition.server.ts';
import { readConfiguration } from './configuration.server.ts';
import { populateInstance } from './testing/populate-instance.server.ts';
import { testServer } from '#kernel/testing/test-database.server.ts';

/** Plays an instance in an empty database of that server. */
async function play(scene: BackupScene): Promise<string> {
  const databaseUrl = await scene.emptyDatabase();
  const configuration = readConfiguration({ ORIGIN: 'http://pays.exemple.test' });
  if (!configuration.ok) throw new Error(configuration.error.variable);
  const app = await createApp({
    databaseUrl,
    configuration: configuration.value,
    runJobs: false,
    clock: fixedClock('2026-11-23T09:00:00Z'),
    onError: (error) => {
      throw error;
    },
  });
  await populateInstance(app);
  await app.close();
  return databaseUrl;
}

/** Backs an instance up, restores it elsewhere, backs that up: the two backups must hold the same. */
async function expectSame(from: BackupScene, to: BackupScene): Promise<void> {
  const source = await play(from);
  const { '': queue, ...tables } = sumsOf(await backedUp(source, from.file('first.zip')));
  const target = await to.emptyDatabase();
  expect(await restored(target, from.file('first.zip'), { migrations })).toEqual({
    ok: true,
    value: { jobs: queue?.lines, migrated: [], ignored: [] },
  });
  const { '': queueAgain, ...tablesAgain } = sumsOf(await backedUp(target, to.file('second.zip')));
  expect(tablesAgain).toEqual(tables);
  expect(queue?.lines).toBeGreaterThan(0);
  expect(queueAgain?.lines).toBe(queue?.lines);
}

describe('an instance with a past', { timeout: 60_000 }, () => {
  it('is the same once it was restored', async () => {
    const scene = await openBackupScene();
    await expectSame(scene, scene);
    await scene.close();
  });
});

/** `TEST_DATABASE_URL` names a server of another version, on which the whole run then works. */
const otherVersion = process.env['TEST_DATABASE_URL'];

describe.skipIf(!otherVersion)(
  'between the embedded PostgreSQL and the one TEST_DATABASE_URL names (skipped without it)',
  { timeout: 60_000 },
  () => {
    let dataFolder: string;
    let embedded: EmbeddedPostgres;
    let ours: BackupScene;
    let theirs: BackupScene;
    beforeAll(async () => {
      dataFolder = await mkdtemp(path.join(tmpdir(), 'entrelacs-other-postgres-'));
      const started = await startEmbeddedPostgres({ dataFolder, log: () => undefined, durable: false });
      if (!started.ok) throw new Error(started.error.code);
      embedded = started.value;
      ours = await openBackupScene(embedded.url);
      theirs = await openBackupScene(testServer());
    });
    afterAll(async () => {
      await ours.close();
      await theirs.close();
      await embedded.stop();
      await rm(dataFolder, { recursive: true, force: true });
    });

    it('an instance moves out', () => expectSame(ours, theirs));
    it('an instance moves in', () => expectSame(theirs, ours));
  },
);
