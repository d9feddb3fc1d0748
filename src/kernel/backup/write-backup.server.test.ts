import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BackupScene,
  backedUp,
  openBackupScene,
  opened,
  query,
  restored,
} from './testing/backup-scene.server.ts';
import { writeBackup } from './write-backup.server.ts';

let scene: BackupScene;
beforeAll(async () => {
  scene = await openBackupScene();
});
afterAll(() => scene.close());

const words = (count: number) =>
  `insert into "Mots d'un ""autre""" (word) select 'mot ' || i from generate_series(1, ${count}) as i`;

const request = (databaseUrl: string, file: string) => ({
  databaseUrl,
  file,
  replace: false,
  product: '1.2.3',
  now: new Date('2026-11-23T09:00:00Z'),
  report: () => undefined,
});

describe('a backup', () => {
  it('describes itself', async () => {
    const manifest = await backedUp(await scene.database([words(3)]), scene.file('described.zip'));
    const { archive, manifest: read } = await opened(scene.file('described.zip'));
    archive.close();
    expect(read).toEqual(manifest);
    expect(manifest).toMatchObject({
      product: '1.2.3',
      madeAt: '2026-11-23T09:00:00.000Z',
      migrations: ['0001-create-places', '0002-add-stars'],
      sequences: [{ name: `Mots d'un "autre"_id_seq`, last: '3' }],
    });
    expect(
      manifest.tables.find(({ name }) => name === 'place')?.columns,
      'nothing that is worked out',
    ).not.toContain('search');
    if (process.platform !== 'win32') {
      expect((await stat(scene.file('described.zip'))).mode & 0o777, 'for its owner alone').toBe(0o600);
    }
  });

  it('shows one moment, whatever people write meanwhile', async () => {
    const source = await scene.database([words(2)]);
    let writing: Promise<unknown> = Promise.resolve();
    const report = () => {
      writing = writing.then(() =>
        query(
          source,
          `insert into setting values (gen_random_uuid(), ''); delete from "Mots d'un ""autre"""`,
        ),
      );
    };
    // What is reported happens between two tables: each waits until the one before has been written over.
    const manifest = await backedUp(source, scene.file('moment.zip'), report);
    await writing;
    const target = await scene.emptyDatabase();
    await restored(target, scene.file('moment.zip'));
    expect(await query(target, 'select count(*)::int from setting')).toEqual([{ count: 0 }]);
    expect(manifest.tables[0]?.part.lines).toBe(2);
    expect(await query(source, `select count(*)::int from setting`)).not.toEqual([{ count: 0 }]);
  });

  it('is not made of nothing', async () => {
    for (const url of [
      await scene.emptyDatabase(),
      await scene.database([`insert into setting values ('a', 'b')`]),
    ]) {
      expect(await writeBackup(request(url, scene.file('nothing.zip')))).toEqual({
        ok: false,
        error: { code: 'not-started' },
      });
    }
    expect(await readdir(scene.folder)).not.toContain('nothing.zip');
  });

  it('does not take the place of another file unless asked', async () => {
    const source = await scene.database([words(1)]);
    await writeFile(scene.file('kept.zip'), 'à garder');
    const refused = await writeBackup(request(source, scene.file('kept.zip')));
    expect(refused).toEqual({ ok: false, error: { code: 'file-exists' } });
    expect(await readFile(scene.file('kept.zip'), 'utf8')).toBe('à garder');
  });

  it('leaves no file when the database leaves in the middle', async () => {
    const source = await scene.database([words(1)]);
    const before = await readdir(scene.folder);
    let cut: Promise<unknown> | undefined;
    const report = () => {
      cut ??= query(
        source,
        `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
      );
    };
    await query(source, words(200_000));
    await expect(writeBackup({ ...request(source, scene.file('cut.zip')), report })).rejects.toThrow(
      /terminat|connection error/,
    );
    await cut;
    expect(await readdir(scene.folder)).toEqual(before);
  });
});
