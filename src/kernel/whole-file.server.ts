import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Result, err, ok } from './result.ts';

/** Why a file was not written. Nothing of it is left, and a file that had its name is as it was. */
export type WholeFileError =
  { code: 'file-exists' } | { code: 'file-not-written' } | { code: 'disk-full'; path: string };

export interface WholeFileOptions {
  /** Whether a file of that name gives way. */
  replace: boolean;
  /** Who may read it, as for `chmod`: 0o600 for what holds secrets. */
  mode: number;
  /** Gives up; the promise then rejects. */
  signal?: AbortSignal;
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const refused = new Set([
  'EACCES',
  'EINVAL',
  'EIO',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/**
 * Writes a file that has its name only once it is whole and on the disk: a reader never meets half of one, whatever
 * is killed or cut meanwhile. What a killed writer leaves is called `<file>.<8 signs>.part`.
 *
 * @throws what the content itself throws
 */
export async function writeWholeFile(
  file: string,
  content: NodeJS.ReadableStream,
  { replace, mode, signal }: WholeFileOptions,
): Promise<Result<undefined, WholeFileError>> {
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    if (!replace && (await isThere(file))) return err({ code: 'file-exists' });
    const sink = createWriteStream(unfinished, { flags: 'wx', mode, flush: true });
    await (signal ? pipeline(content, sink, { signal }) : pipeline(content, sink));
    await rename(unfinished, file);
    await syncFolder(path.dirname(file));
    return ok();
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (full.has(code)) return err({ code: 'disk-full', path: path.dirname(path.resolve(file)) });
    if (refused.has(code)) return err({ code: 'file-not-written' });
    throw error;
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Makes a rename inside the folder last through a power cut. Windows offers no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
