import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isSystemError } from './file-error.ts';

/** `pg-symlinks.json` of a package: the links its archive cannot hold, both paths relative to the package's root. */
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

const packageDescription = z.object({ version: z.string() });

/** Needed only to compile extensions. */
const compilationFiles = /\.a$|[\\/](pgxs|pkgconfig|include)$/;

/**
 * Puts the package's missing symbolic links in place, in the package or in a copy of it. Several processes may do so at
 * once; where all are present nothing is written.
 *
 * @param folder the `native` folder or its copy
 * @returns the same folder; rejects with the file system's error when a link is missing and cannot be made
 */
export async function addMissingLinks(folder: string): Promise<string> {
  const list = linkList.parse(JSON.parse(await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of list) {
    const link = path.join(folder, path.relative('native', target));
    const destination = path.relative(path.dirname(target), source);
    if (!(await exists(link))) await symlink(destination, link).catch(unlessItExists);
  }
  return folder;
}

/**
 * Keeps a copy below a folder of our own, and removes the copies of other versions. The caller holds the lock of the data
 * folder.
 */
export async function copyForOurselves(packageFolder: string, base: string): Promise<string> {
  const name = await copyName(packageFolder);
  await mkdir(base, { recursive: true });
  const others = (await readdir(base)).filter((entry) => entry !== name);
  await Promise.all(others.map((entry) => rm(path.join(base, entry), { recursive: true, force: true })));
  return copyOnce(packageFolder, path.join(base, name));
}

/**
 * Keeps a copy other accounts can run, below a folder where others may write too (`/tmp`): what is found there is believed
 * only if it is ours and nobody else may change it.
 */
export async function copyForOthers(packageFolder: string, base: string): Promise<string> {
  const target = path.join(base, await copyName(packageFolder));
  await mkdir(base).catch(unlessItExists);
  await assertOurs(base);
  await chmod(base, 0o755);
  if (await exists(target)) await assertOurs(target);
  return copyOnce(packageFolder, target);
}

async function copyName(packageFolder: string): Promise<string> {
  const description = await readFile(path.join(packageFolder, '..', 'package.json'), 'utf8');
  return packageDescription.parse(JSON.parse(description)).version;
}

/** Copies beside the target, then renames: a copy that exists is whole, and the first of several to end is kept. */
async function copyOnce(packageFolder: string, target: string): Promise<string> {
  if (await exists(target)) return target;
  const unfinished = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await cp(packageFolder, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !compilationFiles.test(source),
    });
    await openToReaders(unfinished);
    await addMissingLinks(unfinished);
    await rename(unfinished, target);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(target))) throw cause;
  }
  return target;
}

/** Whatever the umask of the installation was. */
async function openToReaders(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => !entry.isSymbolicLink())
      .map((entry) => {
        const runs = entry.isDirectory() || path.basename(entry.parentPath) === 'bin';
        return chmod(path.join(entry.parentPath, entry.name), runs ? 0o755 : 0o644);
      }),
  );
  await chmod(folder, 0o755);
}

async function assertOurs(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder}: belongs to somebody else`);
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function unlessItExists(cause: unknown): void {
  if (!isSystemError(cause, 'EEXIST')) throw cause;
}
