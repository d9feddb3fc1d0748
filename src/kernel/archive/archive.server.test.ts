import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Measure } from './meter.server.ts';
import { type Archive, ArchiveDamaged, openArchive } from './open-archive.server.ts';
import { writeArchive } from './write-archive.server.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-archive-'));
  file = path.join(folder, 'a.zip');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Part = Measure & { file: string };

/** Writes an archive of these files; what was measured of each comes back. */
async function written(contents: Record<string, Uint8Array>): Promise<Part[]> {
  const options = { replace: true, mode: 0o600 };
  const done = await writeArchive(file, options, async ({ add }) => {
    const parts: Part[] = [];
    for (const [name, bytes] of Object.entries(contents)) {
      parts.push({ file: name, ...(await add(name, Readable.from([bytes]))) });
    }
    return parts;
  });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

async function poured(archive: Archive, part: Part): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const into = new Writable({
    write(chunk: Buffer, _, done) {
      pieces.push(chunk);
      done();
    },
  });
  await archive.pour(part, into);
  return Buffer.concat(pieces);
}

async function opened(): Promise<Archive> {
  const archive = await openArchive(file);
  if (!archive.ok) throw new Error(archive.error.code);
  return archive.value;
}

describe('an archive', () => {
  it('gives back every file, byte for byte, with its measure', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}(\/[a-zéœ ]{1,8})?$/), { maxLength: 5 });
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(new Uint8Array(200_000).fill(10)));
    await fc.assert(
      fc.asyncProperty(names, fc.array(bytes, { minLength: 5, maxLength: 5 }), async (files, contents) => {
        const given = Object.fromEntries(
          files.map((name, index) => [name, contents[index] ?? new Uint8Array()]),
        );
        const parts = await written(given);
        const archive = await opened();
        expect(archive.names).toEqual(files);
        for (const part of parts) {
          const content = Buffer.from(given[part.file] ?? []);
          expect(part.bytes).toBe(content.length);
          expect(part.lines).toBe(content.filter((byte) => byte === 10).length);
          expect(await poured(archive, part)).toEqual(content);
          expect(await archive.readSmall(part.file, 200_000)).toEqual(content);
        }
        archive.close();
      }),
      { numRuns: 30 },
    );
  });

  it('has sums that everyone can check: SHA-256 of "abc" as in FIPS 180-2, appendix B.1', async () => {
    const [part] = await written({ 'abc.txt': Buffer.from('abc') });
    expect(part?.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('does not hold what it was not measured to hold', async () => {
    const [a, b] = await written({ a: Buffer.from('un\n'), b: Buffer.from('deux') });
    if (!a || !b) throw new Error('two files were written');
    const archive = await opened();
    const wrong = [
      { ...a, file: 'b' },
      { ...a, bytes: 4 },
      { ...a, lines: 0 },
      { ...a, sha256: b.sha256 },
      { ...a, file: 'c' },
    ];
    for (const part of wrong) await expect(poured(archive, part)).rejects.toThrow(ArchiveDamaged);
    await expect(archive.readSmall('b', 3)).rejects.toThrow(ArchiveDamaged);
    archive.close();
  });

  it('passes on what the receiver says, as such', async () => {
    const [a] = await written({ a: Buffer.from('un') });
    const archive = await opened();
    const refusing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no room')) });
    await expect(a && archive.pour(a, refusing)).rejects.toThrow('no room');
    archive.close();
  });

  it('that was not filled to the end is not there', async () => {
    const options = { replace: true, mode: 0o600 };
    const failing = writeArchive(file, options, async ({ add }) => {
      await add('a', Readable.from(['un']));
      throw new Error('the table is gone');
    });
    await expect(failing).rejects.toThrow('the table is gone');
    const source = new Readable({ read: () => undefined });
    const cut = writeArchive(file, options, ({ add }) => {
      queueMicrotask(() => source.destroy(new Error('the connection is gone')));
      return add('a', source);
    });
    await expect(cut).rejects.toThrow('the connection is gone');
    expect(await readdir(folder)).toEqual([]);
  });

  it('whose file cannot be written says so, and stops asking for content', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536, 1);
      })(),
    );
    const nowhere = path.join(folder, 'nulle-part', 'a.zip');
    const refused = await writeArchive(nowhere, { replace: true, mode: 0o600 }, ({ add }) =>
      add('a', endless),
    );
    expect(refused).toEqual({ ok: false, error: { code: 'file-not-written' } });
    expect(endless.destroyed).toBe(true);
  });
});

describe('a file', () => {
  it.each([
    ['empty', ''],
    ['a text', 'id,nom\n1,Jardin\n'],
    ['the beginning of an archive', 'PK\u0003\u0004'],
  ])('that is %s is no archive', async (_, text) => {
    await writeFile(file, text);
    expect(await openArchive(file)).toEqual({ ok: false, error: { code: 'archive-unreadable' } });
  });

  it('that is not there, or is a folder, cannot be read', async () => {
    const refused = { ok: false, error: { code: 'file-unreadable' } };
    expect(await openArchive(path.join(folder, 'absent.zip'))).toEqual(refused);
    expect(await openArchive(folder)).toEqual(refused);
  });

  it('that was cut anywhere is no archive', async () => {
    await written({ a: Buffer.from('un\n'.repeat(50)), b: Buffer.from('deux') });
    const whole = await readFile(file);
    for (let length = 0; length < whole.length; length += 1) {
      await writeFile(file, whole.subarray(0, length));
      expect(await openArchive(file), `cut after ${length} bytes`).toMatchObject({ ok: false });
    }
  });
});
