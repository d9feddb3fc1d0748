import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runningPostgresUrl, startEmbeddedPostgres } from './embedded-postgres.server.ts';
import { query, urlOf, useScene } from './testing/scene.server.ts';

const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';
const nobody = { uid: 65_534, gid: 65_534 };
const nobodyReachesUs =
  isRoot && spawnSync(process.execPath, ['-e', ''], { ...nobody, cwd: import.meta.dirname }).status === 0;

const scene = useScene();

test('what is written is there after a stop and a later start', async () => {
  const first = await scene.start();
  await query(first.url, 'create table note (text text)');
  await query(first.url, `insert into note values ('les élèves')`);
  await first.stop();

  const second = await scene.start();

  expect(await query(second.url, 'select text from note')).toEqual([['les élèves']]);
});

test('a data folder whose path is longer than a socket address works', async () => {
  const dataFolder = path.join(scene.parent, 'a'.repeat(120), 'b'.repeat(120));

  const { url } = await scene.start({ dataFolder });

  expect(await query(url, 'select 1')).toEqual([[1]]);
});

test.skipIf(!isRoot)(
  'root: the server is another account and works below a folder closed to it (needs root)',
  async () => {
    const { url, pid } = await scene.start();
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const cluster = await stat(path.join(scene.dataFolder, 'postgres'));

    expect(await query(url, 'select 1')).toEqual([[1]]);
    expect(/^Uid:\s+(.*)$/m.exec(status)?.[1]?.split('\t')).toEqual(Array(4).fill(String(cluster.uid)));
    expect(cluster.uid).not.toBe(0);
    expect(/^CapEff:\s+(\w+)$/m.exec(status)?.[1]).toBe('0000000000000000');
    expect((await stat(scene.parent)).mode & 0o777).toBe(0o700);
    expect((await stat(scene.dataFolder)).uid).toBe(0);
  },
);

test.skipIf(!isRoot)(
  'root: a cluster restored by root goes back to the account of the server (needs root)',
  async () => {
    const first = await scene.start({ durable: false });
    await query(first.url, 'create table kept (n int)');
    await first.stop();
    spawnSync('chown', ['-R', '0:0', scene.dataFolder]);

    const second = await scene.start();

    expect(await query(second.url, 'select n from kept')).toEqual([]);
  },
);

test.skipIf(!nobodyReachesUs)(
  'an ordinary user runs the server as itself (needs root, to become that user)',
  async () => {
    await chown(scene.parent, nobody.uid, nobody.gid);
    const child = scene.startInChild(nobody);

    expect(await query(await urlOf(child), 'select 1')).toEqual([[1]]);
    expect((await stat(path.join(scene.dataFolder, 'postgres'))).uid).toBe(nobody.uid);
  },
);

test.skipIf(isWindows || (isRoot && !nobodyReachesUs))(
  'a folder that cannot be written is refused by name',
  async () => {
    await mkdir(scene.dataFolder, { mode: 0o555 });
    await chmod(scene.parent, 0o755);
    const child = scene.startInChild(isRoot ? nobody : undefined);

    expect(await child.report).toMatchObject({
      ok: false,
      error: { code: 'data-folder-not-writable', path: path.join(scene.dataFolder, 'server.lock') },
    });
  },
);

test('a file in the place of the data folder is refused', async () => {
  await writeFile(scene.dataFolder, '');

  const started = await startEmbeddedPostgres({ dataFolder: scene.dataFolder, log: () => undefined });

  expect(started).toMatchObject({ ok: false, error: { code: 'data-folder-not-writable' } });
});

test('data of another PostgreSQL version are refused and left as they are', async () => {
  const cluster = path.join(scene.dataFolder, 'postgres');
  await mkdir(cluster, { recursive: true });
  await writeFile(path.join(cluster, 'PG_VERSION'), '17\n');

  const started = await startEmbeddedPostgres({ dataFolder: scene.dataFolder, log: () => undefined });

  expect(started).toEqual({
    ok: false,
    error: { code: 'data-of-other-version', found: '17', expected: '18' },
  });
  expect(await readdir(cluster)).toEqual(['PG_VERSION']);
});

test('a folder of something else in the place of the cluster is refused and left as it is', async () => {
  const cluster = path.join(scene.dataFolder, 'postgres');
  await mkdir(cluster, { recursive: true });
  await writeFile(path.join(cluster, 'notes.txt'), 'mine');

  const started = await startEmbeddedPostgres({ dataFolder: scene.dataFolder, log: () => undefined });

  expect(started).toEqual({ ok: false, error: { code: 'data-folder-damaged', path: cluster } });
  expect(await readdir(cluster)).toEqual(['notes.txt']);
});

test('a second server is refused, and told which process holds the folder', async () => {
  const first = await scene.start();

  const second = await startEmbeddedPostgres({ dataFolder: scene.dataFolder, log: () => undefined });
  const third = scene.startInChild();

  const refusal = { ok: false, error: { code: 'data-folder-in-use', pid: process.pid } };
  expect(second).toEqual(refusal);
  expect(await third.report).toEqual(refusal);
  expect(await query(first.url, 'select 1')).toEqual([[1]]);
});

test('of six simultaneous first starts exactly one serves', async () => {
  const children = Array.from({ length: 6 }, () => scene.startInChild());

  const reports = await Promise.all(children.map((child) => child.report));

  const winners = reports.filter((report) => report.ok);
  expect(winners).toHaveLength(1);
  expect(reports.filter((report) => !report.ok && report.error.code === 'data-folder-in-use')).toHaveLength(
    5,
  );
  expect(await query(winners[0]?.url ?? '', 'select 1')).toEqual([[1]]);
});

test('a command beside the running server finds its address, and none once it has stopped', async () => {
  expect(await runningPostgresUrl(scene.dataFolder)).toBeUndefined();
  const { url, stop } = await scene.start({ durable: false });

  expect(await runningPostgresUrl(scene.dataFolder)).toBe(url);
  await stop();
  expect(await runningPostgresUrl(scene.dataFolder)).toBeUndefined();
});
