import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { err, ok, type Result } from '#kernel/result.ts';
import { syncFolder } from '#kernel/whole-file.server.ts';
import { programIn, type PostgresBinaries } from './binaries.server.ts';
import { isSystemError } from './file-error.ts';
import type { PostgresStartError } from './postgres-start-error.ts';
import { giveTree, identityOfInitdb, type ProcessIdentity } from './process-identity.server.ts';
import { runProgram, type ProgramOutcome } from './run-program.server.ts';

/** The one role that may sign in, and the database it owns. */
export const applicationRole = 'entrelacs';

const passwordFile = 'entrelacs.password';
const unfinishedPrefix = 'postgres.new-';

/** Only our role, only over loopback, only with its password. The superuser has no password and no line. */
const accessRules = `host all ${applicationRole} 127.0.0.1/32 scram-sha-256\n`;

/**
 * Names of a locale that knows which characters are letters, for full-text search and trigrams; sorting and case come from
 * PostgreSQL itself. Windows has its own names, and macOS gained C.UTF-8 lately. With C, accented letters are lost.
 */
const characterLocales =
  process.platform === 'win32' ? ['en-US', 'C'] : ['C.UTF-8', 'en_US.UTF-8', 'fr_FR.UTF-8', 'C'];

interface NewCluster {
  dataFolder: string;
  binaries: PostgresBinaries;
  durable: boolean;
  /** What the server will run as; undefined for ourselves. */
  identity: ProcessIdentity | undefined;
}

/** Where the cluster of a data folder is. */
export function clusterFolderOf(dataFolder: string): string {
  return path.join(dataFolder, 'postgres');
}

/**
 * How a program of PostgreSQL is told where a cluster is: it is started inside the folder and looks there. So it needs no
 * right on the folders above, and their path may be of any length. Systems without /proc get the path.
 */
export function clusterArguments(clusterFolder: string): string[] {
  return ['-D', process.platform === 'linux' ? '/proc/self/cwd' : clusterFolder];
}

/** The major version that made the cluster; undefined when there is no cluster yet. */
export async function clusterVersion(
  clusterFolder: string,
): Promise<Result<string | undefined, PostgresStartError>> {
  const entries = await readdir(clusterFolder).catch((cause: unknown): string[] => {
    if (isSystemError(cause, 'ENOENT')) return [];
    throw cause;
  });
  if (entries.length === 0) return ok(undefined);
  if (!entries.includes('PG_VERSION')) return err({ code: 'data-folder-damaged', path: clusterFolder });
  return ok((await readFile(path.join(clusterFolder, 'PG_VERSION'), 'utf8')).trim());
}

/** The password of {@link applicationRole}, readable by the owner of the cluster alone. */
export async function clusterPassword(clusterFolder: string): Promise<string> {
  return readFile(path.join(clusterFolder, passwordFile), 'utf8');
}

/**
 * Makes the cluster beside its place and renames it when whole, so that an interrupted first start leaves nothing to repair.
 * The caller holds the lock of the data folder.
 */
export async function createCluster(request: NewCluster): Promise<Result<undefined, PostgresStartError>> {
  const { dataFolder, durable } = request;
  await removeUnfinished(dataFolder);
  const folder = await mkdtemp(path.join(dataFolder, unfinishedPrefix));
  try {
    const built = await build(request, folder);
    if (!built.ok) return built;
    await rmdir(clusterFolderOf(dataFolder)).catch(() => undefined);
    await rename(folder, clusterFolderOf(dataFolder));
    if (durable) await syncFolder(dataFolder);
    return ok();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function build(request: NewCluster, folder: string): Promise<Result<undefined, PostgresStartError>> {
  const maker = await identityOfInitdb();
  if (maker) await giveTree(folder, maker);
  const password = randomBytes(24).toString('base64url');
  const initialised = await initialise(request, folder, maker);
  if (initialised.code !== 0) return err({ code: 'start-failed', log: initialised.output });
  const furnished = await furnish(request, { folder, maker, password });
  if (furnished.code !== 0) return err({ code: 'start-failed', log: furnished.output });
  await writeWhole(path.join(folder, 'pg_hba.conf'), accessRules);
  await writeWhole(path.join(folder, passwordFile), password);
  await syncFolder(folder);
  if (request.identity) await giveTree(folder, request.identity);
  return ok();
}

async function removeUnfinished(dataFolder: string): Promise<void> {
  const unfinished = (await readdir(dataFolder)).filter((entry) => entry.startsWith(unfinishedPrefix));
  for (const entry of unfinished) {
    await rm(path.join(dataFolder, entry), { recursive: true, force: true, maxRetries: 5 });
  }
}

async function initialise(
  { binaries, durable }: NewCluster,
  folder: string,
  maker: ProcessIdentity | undefined,
): Promise<ProgramOutcome> {
  let outcome: ProgramOutcome = { code: undefined, output: '' };
  for (const locale of characterLocales) {
    outcome = await runProgram(
      programIn(binaries.folder, 'initdb'),
      [
        ...clusterArguments(folder),
        '--username=postgres',
        '--auth=reject',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        `--locale=${locale}`,
        '--lc-messages=C',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: folder, identity: maker },
    );
    if (!outcome.output.includes('invalid locale')) return outcome;
  }
  return outcome;
}

/** Makes the role and its database in single-user mode, which asks for no connection and hence for no other password. */
async function furnish(
  { binaries, durable }: NewCluster,
  { folder, maker, password }: { folder: string; maker: ProcessIdentity | undefined; password: string },
): Promise<ProgramOutcome> {
  const statements = [
    `CREATE ROLE ${applicationRole} LOGIN CREATEDB PASSWORD '${password}';`,
    `CREATE DATABASE ${applicationRole} OWNER ${applicationRole};`,
  ];
  const settings = ['exit_on_error=on', 'log_min_error_statement=panic', ...(durable ? [] : ['fsync=off'])];
  return runProgram(
    programIn(binaries.folder, 'postgres'),
    ['--single', ...clusterArguments(folder), ...settings.flatMap((setting) => ['-c', setting]), 'postgres'],
    { cwd: folder, identity: maker, input: `${statements.join('\n')}\n` },
  );
}

/** Replaces a file, readable by its owner alone, and waits until it is on the disk. */
async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
