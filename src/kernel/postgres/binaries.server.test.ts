import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedPackage, prepareBinaries } from './binaries.server.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const nobodyReachesUs =
  isRoot && spawnSync(process.execPath, ['-e', ''], { ...nobody, cwd: import.meta.dirname }).status === 0;
const installed = installedPackage() ?? '';

let parent = '';
let packageFolder = '';
let dataFolder = '';
let shared = '';

/** A package as npm unpacks it when it refuses install scripts: without its links. */
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'entrelacs-binaries-test-'));
  packageFolder = path.join(parent, 'package', 'native');
  dataFolder = path.join(parent, 'var');
  shared = path.join(parent, 'shared');
  await cp(path.dirname(installed), path.dirname(packageFolder), {
    recursive: true,
    filter: async (source) => !(await lstat(source)).isSymbolicLink(),
  });
  await mkdir(dataFolder);
});

afterEach(async () => {
  await chmod(path.join(packageFolder, 'lib'), 0o755);
  await rm(parent, { recursive: true, force: true });
});

async function linksIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, 'lib'), { withFileTypes: true });
  return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
}

async function expectedLinks(): Promise<string[]> {
  const list: unknown = JSON.parse(await readFile(path.join(packageFolder, 'pg-symlinks.json'), 'utf8'));
  return Array.isArray(list) ? list.map(({ target }) => path.basename(target)) : [];
}

/** Prepares in another process, under an account for which the rights of folders count. */
function prepareAs(account: { uid?: number; gid?: number }): unknown {
  const script = `
    const { prepareBinaries } = await import(${JSON.stringify(new URL('./binaries.server.ts', import.meta.url))});
    console.log(JSON.stringify(await prepareBinaries(JSON.parse(process.argv[1]))));`;
  const request = JSON.stringify({ packageFolder, dataFolder, sharedFolders: [] });
  const evaluation = ['--input-type=module', '-e', script, request];
  const { stdout, stderr } = spawnSync(process.execPath, evaluation, { encoding: 'utf8', ...account });
  return stdout === '' ? stderr : JSON.parse(stdout);
}

test('links that npm dropped are put back in the package, by several processes at once', async () => {
  const request = { packageFolder, dataFolder, sharedFolders: [], identity: undefined };

  const prepared = await Promise.all(Array.from({ length: 6 }, () => prepareBinaries(request)));

  const inPlace = { ok: true, value: { folder: packageFolder, major: '18' } };
  expect(prepared).toEqual(Array.from({ length: 6 }, () => inPlace));
  expect((await linksIn(packageFolder)).toSorted()).toEqual((await expectedLinks()).toSorted());
  expect(await readdir(dataFolder)).toEqual([]);
});

test.skipIf(process.platform === 'win32' || (isRoot && !nobodyReachesUs))(
  'a package that is not ours to write is copied below the data folder, in place of older copies',
  async () => {
    const older = path.join(dataFolder, 'postgres-binaries', '17.0.0');
    await mkdir(older, { recursive: true });
    await chmod(parent, 0o755);
    await chmod(path.join(packageFolder, 'lib'), 0o555);
    if (isRoot) spawnSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, dataFolder]);

    const prepared = prepareAs(isRoot ? nobody : {});

    const copies = path.join(dataFolder, 'postgres-binaries');
    const [version = ''] = await readdir(copies);
    expect(prepared).toEqual({ ok: true, value: { folder: path.join(copies, version), major: '18' } });
    expect(await readdir(copies)).toHaveLength(1);
    expect(await linksIn(packageFolder)).toEqual([]);
    expect((await linksIn(path.join(copies, version))).toSorted()).toEqual(
      (await expectedLinks()).toSorted(),
    );
  },
);

test.skipIf(process.platform === 'win32' || (isRoot && !nobodyReachesUs))(
  'a package that has its links is used in place even when it cannot be written',
  async () => {
    const hydrated = { packageFolder, dataFolder, sharedFolders: [], identity: undefined };
    await prepareBinaries(hydrated);
    await chmod(parent, 0o755);
    await chmod(path.join(packageFolder, 'lib'), 0o555);

    const prepared = prepareAs(isRoot ? nobody : {});

    expect(prepared).toEqual({ ok: true, value: { folder: packageFolder, major: '18' } });
  },
);

test.skipIf(!isRoot)(
  'root: a package below a closed folder is copied once where the server reaches it (needs root)',
  async () => {
    const open = await mkdtemp(path.join(tmpdir(), 'entrelacs-binaries-test-'));
    await chmod(open, 0o755);
    const base = path.join(open, 'copies');
    const request = { packageFolder, dataFolder, sharedFolders: [base], identity: nobody };
    try {
      const prepared = await Promise.all([prepareBinaries(request), prepareBinaries(request)]);

      const copies = await readdir(base);
      const copy = { ok: true, value: { folder: path.join(base, copies[0] ?? ''), major: '18' } };
      expect(prepared).toEqual([copy, copy]);
      expect(copies).toHaveLength(1);
      expect((await stat(parent)).mode & 0o777).toBe(0o700);
    } finally {
      await rm(open, { recursive: true });
    }
  },
);

test.skipIf(!isRoot)('root: a copy another account could have changed is not run (needs root)', async () => {
  await mkdir(shared);
  await chown(shared, nobody.uid, nobody.gid);
  const request = { packageFolder, dataFolder, sharedFolders: [shared], identity: nobody };

  const prepared = await prepareBinaries(request);

  expect(prepared).toMatchObject({ ok: false, error: { code: 'binaries-unusable' } });
  expect(!prepared.ok && 'log' in prepared.error && prepared.error.log).toContain('belongs to somebody else');
  expect(await readdir(shared)).toEqual([]);
});

test('binaries this system cannot run are refused with what they said', async () => {
  await rm(path.join(packageFolder, 'bin'), { recursive: true });
  const request = { packageFolder, dataFolder, sharedFolders: [], identity: undefined };

  expect(await prepareBinaries(request)).toMatchObject({ ok: false, error: { code: 'binaries-unusable' } });
});
