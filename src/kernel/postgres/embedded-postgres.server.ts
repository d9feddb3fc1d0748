import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { err, ok, type Result } from '#kernel/result.ts';
import {
  installedPackage,
  platformName,
  prepareBinaries,
  systemFolders,
  type PostgresBinaries,
} from './binaries.server.ts';
import {
  applicationRole,
  clusterFolderOf,
  clusterPassword,
  clusterVersion,
  createCluster,
} from './cluster.server.ts';
import { isDataFolderHeld, lockDataFolder, type DataFolderLock } from './data-folder-lock.server.ts';
import { clearLeftovers, clusterNameOf } from './leftovers.server.ts';
import { startErrorFrom, type PostgresStartError } from './postgres-start-error.ts';
import { giveTree, identityOfServer, type ProcessIdentity } from './process-identity.server.ts';
import { launchServer, type ServerProcess } from './server-process.server.ts';
import { serverSettings } from './server-settings.ts';
import { supervise, type Supervision, type UnexpectedExit } from './supervisor.server.ts';

export type { PostgresStartError } from './postgres-start-error.ts';
export type { UnexpectedExit } from './supervisor.server.ts';

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** Address of the application's database, with its password: never to be shown or logged. Stays the same over restarts. */
  readonly url: string;
  /** Process id of the server that runs now; another one after a restart. */
  readonly pid: number;
  /** Ends connections and server, then frees the data folder. May be called again. */
  stop(): Promise<void>;
  /** Tells each time the server ended by itself; when `restarting` is false, nothing will bring it back. */
  onUnexpectedExit(listener: (exit: UnexpectedExit) => void): void;
}

/** What to start. */
export interface EmbeddedPostgresOptions {
  /** Made when absent. Holds the cluster in `postgres/`. */
  dataFolder: string;
  /** Receives what the server says, a line at a time: no query and no value of one is in it. */
  log: (line: string) => void;
  /** Server settings of the host's choice, as in postgresql.conf, for instance `{ shared_buffers: '1GB' }`. */
  settings?: Readonly<Record<string, string>>;
  /** False for throw-away clusters: faster, and lost in a power cut. True when not given. */
  durable?: boolean;
  /** Pauses before each attempt to restart a server that ended by itself, in milliseconds. */
  restartDelays?: readonly number[];
}

interface ReadyCluster {
  binaries: PostgresBinaries;
  clusterFolder: string;
  identity: ProcessIdentity | undefined;
}

const defaultRestartDelays = [0, 200, 1_000, 3_000, 5_000, 10_000];

/** Between finding a free port and taking it, another program may take it. */
const portAttempts = 5;

/**
 * Starts PostgreSQL on a data folder, making the cluster on the first start, and keeps it running until `stop`. Recovers
 * by itself from whatever was killed before: this process, the server, or both.
 *
 * @returns the running server, ready for connections, or why there is none; nothing then runs and the folder is free
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, PostgresStartError>> {
  const dataFolder = path.resolve(options.dataFolder);
  const lock = await lockDataFolder(dataFolder);
  if (!lock.ok) return lock;
  const started = await startOnLockedFolder({ ...options, dataFolder }, lock.value).catch((cause: unknown) =>
    err(startErrorFrom(cause, dataFolder)),
  );
  if (!started.ok) await lock.value.release();
  return started;
}

/**
 * The address of the database that a server process runs on this data folder right now, for commands beside it; it may
 * still be starting. Undefined when none runs there, whatever a killed one left. Rejects when this account may not read
 * the cluster.
 */
export async function runningPostgresUrl(dataFolder: string): Promise<string | undefined> {
  const clusterFolder = clusterFolderOf(path.resolve(dataFolder));
  if (!(await isDataFolderHeld(dataFolder))) return undefined;
  const pidFile = await readFile(path.join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const [, , , port] = pidFile.split('\n');
  return port ? urlOf(Number(port), await clusterPassword(clusterFolder)) : undefined;
}

/** Whether PostgreSQL was ever started on this data folder; true when one may not look. Changes nothing. */
export function hasCluster(dataFolder: string): Promise<boolean> {
  return clusterVersion(clusterFolderOf(path.resolve(dataFolder))).then(
    (version) => !version.ok || version.value !== undefined,
    () => true,
  );
}

async function startOnLockedFolder(
  options: EmbeddedPostgresOptions,
  lock: DataFolderLock,
): Promise<Result<EmbeddedPostgres, PostgresStartError>> {
  const prepared = await prepareCluster(options);
  if (!prepared.ok) return prepared;
  const { clusterFolder } = prepared.value;
  const password = await clusterPassword(clusterFolder);
  const launch = await launcherFor(options, prepared.value);
  const first = await launchOnFreePort(launch);
  if (!first.ok) return first;
  const { port, server } = first.value;
  const supervision = supervise({
    first: server,
    relaunch: () => launch(port),
    restartDelays: options.restartDelays ?? defaultRestartDelays,
    log: options.log,
  });
  return ok(handleOf(supervision, urlOf(port, password), lock));
}

async function prepareCluster(
  options: EmbeddedPostgresOptions,
): Promise<Result<ReadyCluster, PostgresStartError>> {
  const { dataFolder, durable = true } = options;
  const clusterFolder = clusterFolderOf(dataFolder);
  const packageFolder = installedPackage();
  if (packageFolder === undefined) return err({ code: 'binaries-missing', platform: platformName });
  const identity = await identityOfServer(clusterFolder);
  const sharedFolders = systemFolders;
  const binaries = await prepareBinaries({ packageFolder, dataFolder, sharedFolders, identity });
  if (!binaries.ok) return binaries;
  const version = await clusterVersion(clusterFolder);
  if (!version.ok) return version;
  const expected = binaries.value.major;
  if (version.value === undefined) {
    const created = await createCluster({ dataFolder, binaries: binaries.value, durable, identity });
    if (!created.ok) return created;
  } else if (version.value !== expected) {
    return err({ code: 'data-of-other-version', found: version.value, expected });
  } else if (identity && (await stat(clusterFolder)).uid !== identity.uid) {
    await giveTree(clusterFolder, identity);
  }
  return ok({ binaries: binaries.value, clusterFolder, identity });
}

async function launcherFor(
  { log, durable = true, settings: overrides = {} }: EmbeddedPostgresOptions,
  cluster: ReadyCluster,
): Promise<(port: number) => Promise<ServerProcess>> {
  const clusterName = await clusterNameOf(cluster.clusterFolder);
  const { platform } = process;
  return async (port) => {
    await clearLeftovers({ ...cluster, clusterName, log });
    const settings = serverSettings({ platform, port, clusterName, durable, overrides });
    return launchServer({ ...cluster, settings, log });
  };
}

async function launchOnFreePort(
  launch: (port: number) => Promise<ServerProcess>,
): Promise<Result<{ port: number; server: ServerProcess }, PostgresStartError>> {
  let log = '';
  for (let attempt = 0; attempt < portAttempts; attempt += 1) {
    const port = await freePort();
    const server = await launch(port);
    const ready = await server.ready;
    if (ready.ok) return ok({ port, server });
    log = ready.error;
    if (!log.includes('could not create any TCP/IP sockets')) break;
  }
  return err({ code: 'start-failed', log });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function handleOf(supervision: Supervision, url: string, lock: DataFolderLock): EmbeddedPostgres {
  let stopped: Promise<void> | undefined;
  return {
    url,
    get pid() {
      return supervision.current().pid;
    },
    onUnexpectedExit: supervision.onUnexpectedExit,
    stop() {
      stopped ??= supervision.stop().then(() => lock.release());
      return stopped;
    },
  };
}

function urlOf(port: number, password: string): string {
  return `postgres://${applicationRole}:${password}@127.0.0.1:${port}/${applicationRole}`;
}
