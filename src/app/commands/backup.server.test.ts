import { copyFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '#kernel/postgres/embedded-postgres.server.ts';
import { type Finished, entrelacsIn } from '../testing/run-command.server.ts';

let folder: string;
/** Data folder of an instance with one practice. */
let data: string;
let entrelacs: (...words: string[]) => Promise<Finished>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-backup-command-'));
  entrelacs = entrelacsIn(folder);
  data = path.join(folder, 'data');
  await writeFile(path.join(folder, 'lieux.csv'), 'id,nom,commune\n1,Jardin partagé,Redon\n');
  await entrelacs('import', 'lieux.csv', '--data', data);
  await entrelacs('backup', 'whole.zip', '--data', data);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const isThere = (name: string) =>
  stat(path.join(folder, name)).then(
    () => true,
    () => false,
  );

describe('entrelacs backup', { timeout: 60_000 }, () => {
  it('writes one file for its owner alone, and says what to do with it', async () => {
    const made = await entrelacs('backup', 'made.zip', '--data', data);
    expect(made).toMatchObject({ code: 0, complaints: '' });
    expect(made.out).toContain('gardez-le en lieu sûr');
    if (process.platform !== 'win32') {
      expect((await stat(path.join(folder, 'made.zip'))).mode & 0o777).toBe(0o600);
    }
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('works beside a running database, with one object for programs', async () => {
    const running = await startEmbeddedPostgres({ dataFolder: data, log: () => undefined, durable: false });
    if (!running.ok) throw new Error(running.error.code);
    try {
      const made = await entrelacs('backup', 'beside.zip', '--data', data, '--json');
      expect(made).toMatchObject({ code: 0, complaints: '' });
      const { size } = await stat(path.join(folder, 'beside.zip'));
      expect(JSON.parse(made.out)).toMatchObject({ file: 'beside.zip', bytes: size, jobs: 0 });
    } finally {
      await running.value.stop();
    }
  });

  it('replaces a file only when told to', async () => {
    await writeFile(path.join(folder, 'kept.zip'), 'à garder');
    const refused = await entrelacs('backup', 'kept.zip', '--data', data, '--json');
    expect(refused.code).toBe(1);
    expect(refused.complaints).toContain('--force');
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'file-exists' } });
    expect(await readFile(path.join(folder, 'kept.zip'), 'utf8')).toBe('à garder');
    expect(await entrelacs('backup', 'kept.zip', '--data', data, '--force')).toMatchObject({ code: 0 });
  });

  it('finds nothing where nothing was started, and makes nothing there', async () => {
    const refused = await entrelacs('backup', 'nothing.zip', '--data', path.join(folder, 'nowhere'));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.complaints).toContain('Aucune donnée');
    expect([await isThere('nowhere'), await isThere('nothing.zip')]).toEqual([false, false]);
  });

  it('says when the database does not answer', async () => {
    const elsewhere = entrelacsIn(folder, { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' });
    const refused = await elsewhere('backup', 'unreachable.zip', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'database-unreachable' } });
  });
});

describe('entrelacs restore', { timeout: 60_000 }, () => {
  it('fills a data folder that is not there yet', async () => {
    const target = path.join(folder, 'restored');
    const restored = await entrelacs('restore', 'whole.zip', '--data', target);
    expect(restored).toMatchObject({ code: 0, complaints: '' });
    expect(restored.out).toContain('npm start');
    expect((await entrelacs('export', '--data', target)).out).toContain('Jardin partagé');
  });

  it('refuses an instance in which there is something, and leaves it as it is', async () => {
    const before = await entrelacs('export', '--data', data);
    const refused = await entrelacs('restore', 'whole.zip', '--data', data, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'instance-not-empty' } });
    expect(refused.complaints).toContain('--data');
    expect(await entrelacs('export', '--data', data)).toEqual(before);
  });

  it('checks a file without touching anything', async () => {
    const checked = await entrelacs('restore', 'whole.zip', '--dry-run', '--data', path.join(folder, 'none'));
    expect(checked).toMatchObject({ code: 0, complaints: '' });
    expect(checked.out).toContain('entier');
    const json = await entrelacs('restore', 'whole.zip', '--dry-run', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ restored: false, tables: expect.any(Number) });
    expect([await isThere('none'), await isThere('var')]).toEqual([false, false]);
  });

  it('refuses a file that is cut, changed, something else or absent, before it touches anything', async () => {
    const whole = await readFile(path.join(folder, 'whole.zip'));
    await writeFile(path.join(folder, 'cut.zip'), whole.subarray(0, whole.length / 2));
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(5000) ^ 1, 5000);
    await writeFile(path.join(folder, 'changed.zip'), changed);
    await copyFile(path.join(folder, 'lieux.csv'), path.join(folder, 'other.zip'));
    const codes = {
      cut: 'backup-unreadable',
      changed: 'backup-damaged',
      other: 'backup-unreadable',
      absent: 'file-unreadable',
    };
    for (const [name, code] of Object.entries(codes)) {
      const refused = await entrelacs('restore', `${name}.zip`, '--data', path.join(folder, name), '--json');
      expect(refused.code, `exit code for ${name}.zip`).toBe(1);
      expect(JSON.parse(refused.out), `object for ${name}.zip`).toMatchObject({ error: { code } });
      expect(refused.complaints, `words for ${name}.zip`).toContain('Rien n’a été restauré.');
      expect(await isThere(name), `data folder for ${name}.zip`).toBe(false);
    }
  });
});

it.each([[['backup']], [['restore', 'a.zip', 'b.zip']], [['restore', 'a.zip', '--force']]])(
  'says how it is used when it is not understood: %j',
  async (words) => {
    expect(await entrelacs(...words)).toMatchObject({ code: 2, out: '' });
  },
);
