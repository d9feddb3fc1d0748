import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeArchive } from '../archive/write-archive.server.ts';
import type { Manifest } from './manifest.ts';
import { readBackup } from './read-backup.server.ts';
import {
  type BackupScene,
  backedUp,
  earlierMigrations,
  openBackupScene,
  smallMigrations,
} from './testing/backup-scene.server.ts';

let scene: BackupScene;
let whole: Buffer;
let manifest: Manifest;
beforeAll(async () => {
  scene = await openBackupScene();
  const source = await scene.database([
    `insert into setting values ('secret.links', 'a key')`,
    `
    insert into place (id, name) values ('00000000-0000-7000-8000-000000000001', 'Jardin')`,
  ]);
  manifest = await backedUp(source, scene.file('whole.zip'));
  whole = await readFile(scene.file('whole.zip'));
});
afterAll(() => scene.close());

const known = Object.keys(smallMigrations);

async function readingOf(bytes: Buffer, migrations = known) {
  await writeFile(scene.file('read.zip'), bytes);
  const read = await readBackup(scene.file('read.zip'), migrations);
  if (read.ok) read.value.archive.close();
  return read;
}

/** An archive that is sound as such, with this description. */
async function archiveWith(name: string, text: string): Promise<Buffer> {
  await writeArchive(scene.file('made.zip'), { replace: true, mode: 0o600 }, ({ add }) =>
    add(name, Readable.from([text])),
  );
  return readFile(scene.file('made.zip'));
}

describe('a backup', () => {
  it('is read as it was written', async () => {
    expect(await readingOf(whole)).toMatchObject({ ok: true, value: { manifest } });
  });

  it('in which one byte changed is refused, or says the same all the same', async () => {
    const outcomes = new Set<string>();
    const place = fc.nat({ max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(whole);
        changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
        const read = await readingOf(changed);
        outcomes.add(read.ok ? 'the same' : read.error.code);
        if (read.ok) expect(read.value.manifest).toEqual(manifest);
      }),
      { numRuns: 400 },
    );
    expect(outcomes).toContain('backup-damaged');
  });

  it('that was cut is refused', async () => {
    for (const part of [0.01, 0.25, 0.5, 0.75, 0.99]) {
      const cut = await readingOf(whole.subarray(0, Math.floor(whole.length * part)));
      expect(cut).toEqual({ ok: false, error: { code: 'backup-unreadable' } });
    }
    expect(await readingOf(whole.subarray(0, -1))).toMatchObject({ ok: false });
  });

  it.each([
    ['another archive', 'photo.txt', 'un jardin'],
    ['one without words', 'manifest.json', ''],
    ['one of another product', 'manifest.json', '{"format":"autre","formatVersion":1,"product":"1"}'],
  ])('is not %s', async (_, name, text) => {
    expect(await readingOf(await archiveWith(name, text))).toEqual({
      ok: false,
      error: { code: 'backup-unreadable' },
    });
  });

  it('described by halves is damaged', async () => {
    const { tables: _, ...half } = manifest;
    expect(await readingOf(await archiveWith('manifest.json', JSON.stringify(half)))).toEqual({
      ok: false,
      error: { code: 'backup-damaged', part: 'manifest.json' },
    });
    const described = await archiveWith('manifest.json', JSON.stringify(manifest));
    expect(await readingOf(described), 'and so is one without its parts').toMatchObject({
      error: { code: 'backup-damaged', part: manifest.tables[0]?.part.file },
    });
  });

  it('of a later version is refused by its name, even when it is worded otherwise', async () => {
    const newer = { ok: false, error: { code: 'backup-newer', product: '1.2.3' } };
    expect(await readingOf(whole, Object.keys(earlierMigrations))).toEqual(newer);
    expect(await readingOf(whole, [known[0] ?? '', '0002-of-another-branch'])).toEqual(newer);
    const later = { format: 'entrelacs-backup', formatVersion: 2, product: '1.2.3', chapters: [] };
    expect(await readingOf(await archiveWith('manifest.json', JSON.stringify(later)))).toEqual(newer);
  });

  it('that is not there cannot be read', async () => {
    expect(await readBackup(scene.file('absent.zip'), known)).toEqual({
      ok: false,
      error: { code: 'file-unreadable' },
    });
  });
});
