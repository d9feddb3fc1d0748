import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, watch, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  runningPostgresUrl,
  type EmbeddedPostgres,
  type UnexpectedExit,
} from './embedded-postgres.server.ts';
import { connect, query, urlOf, useSceneWithCluster } from './testing/scene.server.ts';

const isWindows = process.platform === 'win32';
const scene = useSceneWithCluster();

/** Writes numbers one by one until the server is gone. Resolves to how many it acknowledged. */
async function writeUntilCut(url: string, afterEach: (acknowledged: number) => void): Promise<number> {
  const client = await connect(url);
  await client.query('create table written (n int)');
  for (let acknowledged = 0; ; acknowledged += 1) {
    afterEach(acknowledged);
    try {
      await client.query(`insert into written values (${acknowledged})`);
    } catch {
      return acknowledged;
    }
  }
}

/** Every acknowledged number must be there; the one under way when the server was cut may be. */
async function expectNothingLost(url: string, acknowledged: number): Promise<void> {
  const [row] = await query(url, 'select count(*)::int, count(distinct n)::int, max(n) from written');
  const found = Number(row?.[0]);
  expect([acknowledged, acknowledged + 1]).toContain(found);
  expect(row).toEqual([found, found, found - 1]);
}

function killAt(count: number, kill: () => unknown): (acknowledged: number) => void {
  return (acknowledged) => {
    if (acknowledged === count) kill();
  };
}

function nextExit(server: EmbeddedPostgres): Promise<UnexpectedExit> {
  return new Promise((resolve) => server.onUnexpectedExit(resolve));
}

/** The shell that ends the server when its process dies. Without it the server stays behind. */
function killWatchdogOf(pid: number | undefined): void {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' });
  const columns = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const watchdog = columns.find(([, parent, command]) => parent === String(pid) && command === '/bin/sh');
  process.kill(Number(watchdog?.[0]), 'SIGKILL');
}

/** Resolves once nothing listens on the port of this address. */
async function untilGone(url: string): Promise<void> {
  for (;;) {
    try {
      await query(url, 'select 1');
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') return;
    }
  }
}

test.skipIf(isWindows)(
  'when our process is killed, the server ends by itself and nothing is lost',
  async () => {
    const child = scene.startInChild();
    const url = await urlOf(child);
    const acknowledged = await writeUntilCut(
      url,
      killAt(50, () => child.kill()),
    );
    await untilGone(url);

    const { url: next } = await scene.start();

    await expectNothingLost(next, acknowledged);
  },
);

test.skipIf(isWindows)('a server left running by a killed process is ended and started again', async () => {
  const child = scene.startInChild();
  const report = await child.report;
  const url = await urlOf(child);
  const lines: string[] = [];
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const writing = writeUntilCut(url, (acknowledged) => {
    if (acknowledged !== 50) return;
    killWatchdogOf(child.child.pid);
    leave(child.kill());
  });
  await left;

  const next = await scene.start({ log: (line) => lines.push(line) });

  expect(report.ok && lines[0]).toContain(String(report.ok && report.pid));
  expect(next.url).not.toBe(url);
  await expectNothingLost(next.url, await writing);
});

test('when the server alone is killed, it comes back on the same port', async () => {
  const server = await scene.start();
  const { url, pid } = server;
  const exit = nextExit(server);
  const acknowledged = await writeUntilCut(
    url,
    killAt(50, () => process.kill(pid, 'SIGKILL')),
  );

  expect((await exit).restarting).toBe(true);
  await expect.poll(() => query(url, 'select 1').catch(() => 'not yet'), { timeout: 10_000 }).toEqual([[1]]);

  expect(server.pid).not.toBe(pid);
  await expectNothingLost(url, acknowledged);
});

test('a server that ends again and again is given up, and the folder freed by a stop', async () => {
  const server = await scene.start({ restartDelays: [0, 0] });
  const exits: boolean[] = [];
  const givenUp = new Promise<void>((resolve) => {
    server.onUnexpectedExit(({ restarting }) => {
      exits.push(restarting);
      if (!restarting) resolve();
    });
  });
  const version = path.join(scene.dataFolder, 'postgres', 'PG_VERSION');
  await writeFile(version, '1\n');
  process.kill(server.pid, 'SIGKILL');
  await givenUp;
  await server.stop();
  await writeFile(version, '18\n');

  expect(exits).toEqual([true, true, false]);
  expect(await query((await scene.start()).url, 'select 1')).toEqual([[1]]);
});

test.skipIf(isWindows)('when both are killed at once, nothing is lost', async () => {
  const child = scene.startInChild();
  const report = await child.report;
  const url = await urlOf(child);
  const acknowledged = await writeUntilCut(
    url,
    killAt(50, () => {
      child.child.kill('SIGKILL');
      process.kill(report.ok ? report.pid : 0, 'SIGKILL');
    }),
  );
  await child.kill();

  expect(await readdir(path.join(scene.dataFolder, 'postgres'))).toContain('postmaster.pid');
  expect(await runningPostgresUrl(scene.dataFolder)).toBeUndefined();
  await expectNothingLost((await scene.start()).url, acknowledged);
});

test.skipIf(isWindows)(
  'a stale pid that now belongs to another process of the same account does no harm',
  async () => {
    const first = await scene.start();
    await first.stop();
    const cluster = path.join(scene.dataFolder, 'postgres');
    const { uid, gid } = await stat(cluster);
    const stranger = spawn('/bin/sleep', ['60'], { uid, gid, cwd: '/' });
    await once(stranger, 'spawn');
    const lines = [stranger.pid, '/proc/self/cwd', '1700000000', '40000', '', '127.0.0.1', '', 'ready'];
    await writeFile(path.join(cluster, 'postmaster.pid'), `${lines.join('\n')}\n`);

    const second = await scene.start();

    expect(await query(second.url, 'select 1')).toEqual([[1]]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill('SIGKILL');
  },
);

test('a first start killed half-way leaves nothing that hinders the next', async () => {
  await rm(path.join(scene.dataFolder, 'postgres'), { recursive: true });
  const changes = watch(scene.dataFolder);
  const child = scene.startInChild();
  let unfinished = '';
  for await (const { filename } of changes) {
    unfinished = filename ?? '';
    if (unfinished.startsWith('postgres.new-')) break;
  }
  await child.kill();
  expect(await readdir(scene.dataFolder)).toContain(unfinished);

  const { url } = await scene.start();

  expect(await query(url, 'select 1')).toEqual([[1]]);
  expect((await readdir(scene.dataFolder)).toSorted()).toEqual(['postgres', 'server.lock', 'server.pid']);
  expect(await readFile(path.join(scene.dataFolder, 'server.pid'), 'utf8')).toBe(`${process.pid}\n`);
});
