import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '#kernel/postgres/embedded-postgres.server.ts';
import { type Finished, entrelacsIn } from './testing/run-command.server.ts';

let folder: string;
let data: string;
let file: string;
/** The real command line, in French. */
let entrelacs: (...words: string[]) => Promise<Finished>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-command-'));
  entrelacs = entrelacsIn(folder);
  data = path.join(folder, 'data');
  file = path.join(folder, 'lieux.csv');
  await writeFile(file, 'id,nom,commune\n1,Jardin partagé,Redon\n2,Four à pain,Allaire\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const figures = (out: string) => {
  const { created, updated, unchanged, rejected } = JSON.parse(out) as Record<string, number>;
  return { created, updated, unchanged, rejected };
};

describe('the command line', { timeout: 60_000 }, () => {
  it('imports into a folder where nothing was ever started, and again without harm', async () => {
    const first = await entrelacs('import', file, '--data', data, '--json');
    expect(first).toMatchObject({ code: 0, complaints: '' });
    expect(figures(first.out)).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: 0 });
    const again = await entrelacs('import', file, '--data', data);
    expect(again).toMatchObject({ code: 0, complaints: '' });
    expect(again.out).toContain('0 créées');
  });

  it('leaves a new folder without a territory when nothing was imported, so that one can still begin otherwise', async () => {
    const empty = path.join(folder, 'empty.csv');
    await writeFile(empty, '');
    const fresh = path.join(folder, 'fresh');
    const tried = await entrelacs('import', file, '--data', fresh, '--dry-run', '--json');
    expect(figures(tried.out)).toMatchObject({ created: 2 });
    const refused = await entrelacs('import', empty, '--data', fresh);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(await entrelacs('export', '--data', fresh)).toMatchObject({ code: 1, out: '' });
    expect(await entrelacs('import', file, '--data', fresh)).toMatchObject({ code: 0 });
    expect((await entrelacs('export', '--data', fresh)).out).toContain('Jardin partagé');
  });

  it('reads a file that is longer than what tells its format', async () => {
    const long = path.join(folder, 'long.csv');
    const row = (_: unknown, number: number) =>
      `${number},Jardin ${number},Redon,${'des légumes '.repeat(20)}`;
    await writeFile(long, ['id,nom,commune,description', ...Array.from({ length: 500 }, row)].join('\n'));
    const tried = await entrelacs('import', long, '--data', data, '--dry-run', '--json');
    expect(tried).toMatchObject({ code: 0, complaints: '' });
    expect(figures(tried.out)).toMatchObject({ created: 500, rejected: 0 });
  });

  it('works beside a running database, through which everyone then sees the result', async () => {
    const running = await startEmbeddedPostgres({ dataFolder: data, log: () => undefined, durable: false });
    if (!running.ok) throw new Error(running.error.code);
    try {
      const beside = await entrelacs('import', file, '--data', data, '--json', '--source', 'Ailleurs');
      expect(figures(beside.out)).toMatchObject({ created: 2 });
      const { code, out } = await entrelacs('export', '--data', data);
      expect(code).toBe(0);
      expect(out.match(/Jardin partagé/g)).toHaveLength(2);
    } finally {
      await running.value.stop();
    }
  });

  it('exports to a file that has its name once it is whole', async () => {
    const out = path.join(folder, 'export.geojson');
    const written = await entrelacs('export', '--format', 'geojson', '--out', out, '--data', data);
    expect(written).toEqual({ code: 0, out: '', complaints: '' });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ type: 'FeatureCollection' });
    const nowhere = await entrelacs('export', '--out', path.join(folder, 'nulle/part.csv'), '--data', data);
    expect(nowhere).toMatchObject({ code: 1, out: '' });
    expect(nowhere.complaints).toContain('n’a pas pu être écrit');
  });

  it('tries without writing', async () => {
    const trial = await entrelacs('import', file, '--data', data, '--dry-run', '--json', '--source', 'Essai');
    expect(figures(trial.out)).toMatchObject({ created: 2 });
    const { out } = await entrelacs('export', '--data', data);
    expect(out).not.toContain('Essai');
  });

  it('refuses with a message, and with one object for programs', async () => {
    const broken = path.join(folder, 'carte.geojson');
    await writeFile(broken, '{"type":"FeatureCollection","features":[]}');
    const refused = await entrelacs('import', broken, '--data', data, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'no-records' } });
    expect(refused.complaints).toContain('Aucune pratique');
    expect(await entrelacs('import', 'absent.csv')).toMatchObject({ code: 1, out: '' });
    expect(await entrelacs('import', file, '--format', 'entrelacs', '--data', data)).toMatchObject({
      code: 1,
    });
  });

  it.each([
    [['import']],
    [['import', 'a.csv', '--truc']],
    [['import', 'a.csv', '--format', 'truc']],
    [['export', '--format', 'truc']],
  ])('says how it is used when it is not understood: %j', async (words) => {
    const wrong = await entrelacs(...words);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.complaints).toContain('Usage');
  });

  it('exports nothing where nothing was started, and says so', async () => {
    const empty = path.join(folder, 'empty');
    const refused = await entrelacs('export', '--data', empty);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.complaints).toContain('entrelacs start');
  });

  it('calculates without touching any data', async () => {
    const input = { weights: [1], answers: [[5]] };
    const given = path.join(folder, 'case.json');
    await writeFile(given, JSON.stringify({ kind: 'profile', input }));
    const calculated = await entrelacs('evaluate', given);
    expect(calculated).toMatchObject({ code: 0, complaints: '' });
    expect(JSON.parse(calculated.out)).toMatchObject({ score: [1] });
    await writeFile(given, JSON.stringify({ kind: 'tarot', input }));
    expect((await entrelacs('evaluate', given)).complaints).toContain('krippendorff-alpha, mr-sort, profile');
    expect(await readdir(folder)).not.toContain('var');
  });
});
