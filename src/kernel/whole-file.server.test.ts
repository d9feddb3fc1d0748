import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWholeFile } from './whole-file.server.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-whole-file-'));
  file = path.join(folder, 'a.txt');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const asOurs = { replace: false, mode: 0o600 };

/** A text of which the second piece fails to come. */
function failingAfter(text: string, error: Error): Readable {
  return Readable.from(
    (async function* () {
      yield text;
      throw error;
    })(),
  );
}

it('writes the whole content, for the owner alone when asked', async () => {
  expect(await writeWholeFile(file, Readable.from(['un ', 'deux']), asOurs)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(await readFile(file, 'utf8')).toBe('un deux');
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('leaves what is there, unless it may be replaced', async () => {
  await writeFile(file, 'avant');
  expect(await writeWholeFile(file, Readable.from(['après']), asOurs)).toMatchObject({
    error: { code: 'file-exists' },
  });
  expect(await readFile(file, 'utf8')).toBe('avant');
  await writeWholeFile(file, Readable.from(['après']), { ...asOurs, replace: true });
  expect(await readFile(file, 'utf8')).toBe('après');
});

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EIO', 'file-not-written'],
])('answers %s by %s and leaves nothing, not even of what was there', async (systemCode, code) => {
  await writeFile(file, 'avant');
  const failing = failingAfter('début', Object.assign(new Error(systemCode), { code: systemCode }));
  expect(await writeWholeFile(file, failing, { ...asOurs, replace: true })).toMatchObject({
    error: { code },
  });
  expect(await readdir(folder)).toEqual(['a.txt']);
  expect(await readFile(file, 'utf8')).toBe('avant');
});

it('throws what the content throws, and leaves nothing', async () => {
  const failing = failingAfter('début', new Error('the source failed'));
  await expect(writeWholeFile(file, failing, asOurs)).rejects.toThrow('the source failed');
  expect(await readdir(folder)).toEqual([]);
});

it('gives up when told to, and leaves nothing', async () => {
  const giveUp = new AbortController();
  const endless = Readable.from(
    (async function* () {
      yield 'début';
      giveUp.abort();
      yield 'suite';
    })(),
  );
  await expect(writeWholeFile(file, endless, { ...asOurs, signal: giveUp.signal })).rejects.toThrow(/abort/i);
  expect(await readdir(folder)).toEqual([]);
});

it('says when the folder is not there, or a folder has that name', async () => {
  const nowhere = path.join(folder, 'nulle-part', 'a.txt');
  const refused = { ok: false, error: { code: 'file-not-written' } };
  expect(await writeWholeFile(nowhere, Readable.from(['x']), asOurs)).toEqual(refused);
  await mkdir(file);
  expect(await writeWholeFile(file, Readable.from(['x']), { ...asOurs, replace: true })).toEqual(refused);
  expect(await readdir(folder)).toEqual(['a.txt']);
});
