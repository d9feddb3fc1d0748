import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from '../embedded-postgres.server.ts';
import { startInChild, type ServerChild } from './start-in-child.server.ts';

/** A temporary folder for one test, and the servers started there, which end with it. */
export interface Scene {
  /** Made by the test runner, closed to other accounts (0700). */
  parent: string;
  /** Inside `parent`; not made yet. */
  dataFolder: string;
  /** Starts a server in this process; throws when it is refused. */
  start(options?: Partial<EmbeddedPostgresOptions>): Promise<EmbeddedPostgres>;
  /** Starts a server in a process of its own. */
  startInChild(account?: { uid: number; gid: number }): ServerChild;
}

/** Gives each test of the file a scene of its own, whose data folder is absent. */
export function useScene(): Scene {
  let running: { stop(): Promise<void> }[] = [];
  const scene: Scene = {
    parent: '',
    dataFolder: '',
    async start(options = {}) {
      const { dataFolder } = scene;
      const started = await startEmbeddedPostgres({ dataFolder, log: () => undefined, ...options });
      if (!started.ok) throw new Error(JSON.stringify(started.error));
      running.push(started.value);
      return started.value;
    },
    startInChild(account) {
      const child = startInChild(scene.dataFolder, account);
      running.push(child);
      return child;
    },
  };
  beforeEach(async () => {
    scene.parent = await mkdtemp(path.join(tmpdir(), 'entrelacs-postgres-test-'));
    scene.dataFolder = path.join(scene.parent, 'var');
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    running = [];
    await rm(scene.parent, { recursive: true, force: true });
  });
  return scene;
}

/** Gives each test of the file a scene of its own, whose data folder holds a cluster stopped before. */
export function useSceneWithCluster(): Scene {
  let original = '';
  beforeAll(async () => {
    original = await mkdtemp(path.join(tmpdir(), 'entrelacs-postgres-test-'));
    const made = await startEmbeddedPostgres({ dataFolder: original, log: () => undefined, durable: false });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    await made.value.stop();
  });
  afterAll(() => rm(original, { recursive: true, force: true }));
  const scene = useScene();
  beforeEach(() => cp(original, scene.dataFolder, { recursive: true }));
  return scene;
}

/** The address a child process reported; throws when it was refused. */
export async function urlOf(child: ServerChild): Promise<string> {
  const report = await child.report;
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return report.url;
}

/** Connects, asks once, and gives the rows as lists of values. */
export async function query(url: string, text: string): Promise<unknown[][]> {
  const client = await connect(url);
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** A connection whose cut is told only by the query under way. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
