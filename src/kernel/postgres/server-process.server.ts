import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { err, ok, type Result } from '#kernel/result.ts';
import { programIn, type PostgresBinaries } from './binaries.server.ts';
import { clusterArguments } from './cluster.server.ts';
import type { ProcessIdentity } from './process-identity.server.ts';
import { postgresEnvironment, runProgram } from './run-program.server.ts';

/** How a server ended: an exit code, or the signal that killed it. */
export interface ServerExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One run of the server, from its launch to its end. */
export interface ServerProcess {
  pid: number;
  /** Settles once it accepts connections, or has ended without; the error holds what it said. */
  ready: Promise<Result<undefined, string>>;
  exited: Promise<ServerExit>;
  /** Ends it as `fast` shutdown does: transactions are undone, all is written. Resolves when it has ended. */
  shutDown(): Promise<void>;
}

interface ServerLaunch {
  binaries: PostgresBinaries;
  clusterFolder: string;
  settings: readonly string[];
  identity: ProcessIdentity | undefined;
  log: (line: string) => void;
}

const readyMessage = 'database system is ready to accept connections';
const rememberedLines = 40;

/** Patience before each harsher way to end a server that does not, in milliseconds. */
const fastPatience = 30_000;
const immediatePatience = 10_000;

/** Starts the server on its cluster. Never rejects: a server that cannot even be launched is one that ended at once. */
export function launchServer(launch: ServerLaunch): ServerProcess {
  const child = spawn(
    programIn(launch.binaries.folder, 'postgres'),
    [...clusterArguments(launch.clusterFolder), ...launch.settings],
    {
      cwd: launch.clusterFolder,
      env: postgresEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      // Else Ctrl+C in a terminal would reach it before we have ended our own work.
      detached: process.platform !== 'win32',
      ...launch.identity,
    },
  );
  const exited = watchExit(child);
  const watchdog = startWatchdog(child, launch.identity);
  void exited.then(() => watchdog?.kill('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    exited,
    ready: watchReadiness(child, launch.log),
    shutDown: () => shutDown(child, exited, launch.binaries),
  };
}

/** `exit`, not `close`: orphans of a killed server may hold its output open for long. */
function watchExit(child: ChildProcess): Promise<ServerExit> {
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
    child.on('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}

function watchReadiness(
  child: ChildProcess,
  log: (line: string) => void,
): Promise<Result<undefined, string>> {
  const lines: string[] = [];
  return new Promise((resolve) => {
    const hear = (line: string) => {
      log(line);
      lines.push(line);
      if (lines.length > rememberedLines) lines.shift();
      if (line.includes(readyMessage)) resolve(ok());
    };
    if (child.stderr) createInterface({ input: child.stderr }).on('line', hear);
    child.on('error', (cause) => resolve(err(cause.message)));
    child.on('close', () => resolve(err(lines.join('\n'))));
  });
}

/**
 * A shell that waits on a pipe from us. The system closes the pipe when we die, however we die; the shell then asks the
 * server to shut down, so that none stays behind. Windows has no such shell: there the next start ends what stayed.
 */
function startWatchdog(
  server: ChildProcess,
  identity: ProcessIdentity | undefined,
): ChildProcess | undefined {
  if (process.platform === 'win32' || server.pid === undefined) return undefined;
  const watchdog = spawn('/bin/sh', ['-c', 'read -r line; kill -INT "$0"', String(server.pid)], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...identity,
  });
  // Without it a server may outlive us until the next start, nothing worse.
  watchdog.on('error', () => undefined);
  return watchdog;
}

async function shutDown(
  child: ChildProcess,
  exited: Promise<ServerExit>,
  binaries: PostgresBinaries,
): Promise<void> {
  const harsher = [
    setTimeout(() => void ask(child, 'QUIT', binaries), fastPatience),
    setTimeout(() => child.kill('SIGKILL'), fastPatience + immediatePatience),
  ];
  await ask(child, 'INT', binaries);
  await exited;
  harsher.forEach(clearTimeout);
}

/** Windows has no signals: the server listens for them on a pipe its own tool knows. */
async function ask(child: ChildProcess, signal: 'INT' | 'QUIT', binaries: PostgresBinaries): Promise<void> {
  if (process.platform !== 'win32') {
    child.kill(`SIG${signal}`);
  } else if (child.exitCode === null) {
    await runProgram(programIn(binaries.folder, 'pg_ctl'), ['kill', signal, String(child.pid)]);
  }
}
