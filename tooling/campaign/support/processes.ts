import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** One process of the machine, as `/proc` tells it. */
interface RunningProcess {
  pid: number;
  parent: number;
  command: string;
}

/** Everything that runs now. Linux only. */
async function runningProcesses(): Promise<RunningProcess[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = await Promise.all(
    names.map(async (name) => {
      const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
      const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      const isZombie = /^State:\s+Z/m.test(status);
      return { pid: isZombie ? 0 : Number(name), parent, command: command.replaceAll('\0', ' ') };
    }),
  );
  return read.filter(({ pid }) => pid > 0);
}

/** What runs of a PostgreSQL server. */
export interface DatabaseProcesses {
  /** The server itself; undefined while none runs. */
  postmaster: number | undefined;
  /** Those it started for connections and its own work. */
  backends: number[];
}

/** What a running product started. */
export interface ProductProcesses extends DatabaseProcesses {
  /** The shell that ends the server when its process dies. */
  watchdog: number | undefined;
}

export async function processesOf(product: number): Promise<ProductProcesses> {
  const all = await runningProcesses();
  const children = all.filter(({ parent }) => parent === product);
  const postmaster = children.find(({ command }) => command.includes('postgres'))?.pid;
  const watchdog = children.find(({ command }) => command.startsWith('/bin/sh -c read'))?.pid;
  return { postmaster, watchdog, backends: childrenOf(all, postmaster) };
}

function childrenOf(all: readonly RunningProcess[], pid: number | undefined): number[] {
  // The one that writes the log outlives the others.
  return all
    .filter(({ parent, command }) => parent === pid && !command.includes('postgres: logger'))
    .map((child) => child.pid);
}

/**
 * The PostgreSQL server of the host's that the process of a connection belongs to, and its processes without that one;
 * undefined when that process is not of this machine.
 */
export async function databaseProcesses(connection: number): Promise<DatabaseProcesses | undefined> {
  const all = await runningProcesses();
  const { parent } = all.find(({ pid }) => pid === connection) ?? {};
  const postmaster = all.find(({ pid, command }) => pid === parent && command.includes('postgres'))?.pid;
  if (postmaster === undefined) return undefined;
  return { postmaster, backends: childrenOf(all, postmaster).filter((pid) => pid !== connection) };
}

/** Whether none of these runs any more. */
export async function haveEnded(pids: readonly number[]): Promise<boolean> {
  const alive = new Set((await runningProcesses()).map(({ pid }) => pid));
  return !pids.some((pid) => alive.has(pid));
}

/** Ends a process as nothing can refuse; one that has ended already is as good. */
export function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined || pid <= 1) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Whether a debugger of processes, here `strace`, holds this one. */
export async function isTraced(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return status === '' || /^TracerPid:\s+[1-9]/m.test(status);
}

/**
 * Ends the servers that work in a folder below `folder`, and waits until they have: PostgreSQL makes the cluster its current
 * folder, so that nothing else is met.
 */
export async function endThoseIn(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const all = await runningProcesses();
    const places = await Promise.all(all.map(({ pid }) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
    const inside = all.filter((_, index) => places[index]?.startsWith(`${folder}/`));
    if (inside.length === 0) return;
    for (const { pid } of inside) kill(pid);
    await pause(50);
  }
  throw new Error(`Processes stay in ${folder}`);
}
