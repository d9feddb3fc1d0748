import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { programIn, type PostgresBinaries } from './binaries.server.ts';
import { runProgram } from './run-program.server.ts';

interface LeftoversRequest {
  clusterFolder: string;
  clusterName: string;
  binaries: PostgresBinaries;
  log: (line: string) => void;
}

interface FoundProcess {
  pid: number;
  command: string;
}

/** Gentle first. Crash recovery makes even the last one safe. Patience in milliseconds; together below the 10 s a start may take. */
const steps = [
  { signal: 'SIGINT', to: 'postmaster', patience: 5_000 },
  { signal: 'SIGQUIT', to: 'all', patience: 2_000 },
  { signal: 'SIGKILL', to: 'all', patience: 1_000 },
] as const;

const pollPause = 20;

/**
 * A name the server gives to all its processes, by which they are found again. It is drawn from the folder's identity on
 * its disk: a copy of the folder has another one, so that its server is never taken for ours.
 */
export async function clusterNameOf(clusterFolder: string): Promise<string> {
  const { dev, ino } = await stat(clusterFolder, { bigint: true });
  return `entrelacs-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`;
}

/**
 * Ends what a killed server left behind: its processes, and the pid file in which PostgreSQL would mistake a reused pid for
 * a running server. The caller holds the lock of the data folder, hence nobody needs what is ended here. PostgreSQL's own
 * check, on shared memory, still stands behind this one.
 */
export async function clearLeftovers(request: LeftoversRequest): Promise<void> {
  const { clusterFolder, binaries } = request;
  if (process.platform === 'win32') {
    const fastStop = ['stop', '-D', clusterFolder, '-m', 'fast', '-t', '8', '-s'];
    await runProgram(programIn(binaries.folder, 'pg_ctl'), fastStop);
    return;
  }
  await endProcesses(request);
  await rm(path.join(clusterFolder, 'postmaster.pid'), { force: true });
}

async function endProcesses({ clusterName, log }: LeftoversRequest): Promise<void> {
  let found = await findProcesses(clusterName);
  if (found.length > 0) log(`ending a server left running: ${found.map(({ pid }) => pid).join(' ')}`);
  for (const { signal, to, patience } of steps) {
    if (found.length === 0) return;
    for (const { pid } of found.filter((one) => to === 'all' || isPostmaster(one))) sendSignal(pid, signal);
    const deadline = performance.now() + (to === 'all' || found.some(isPostmaster) ? patience : 0);
    do {
      await wait(pollPause);
      found = await findProcesses(clusterName);
    } while (found.length > 0 && performance.now() < deadline);
  }
}

/** The others rename themselves `postgres: <cluster name>: <role>`. */
function isPostmaster({ command }: FoundProcess): boolean {
  return !command.startsWith('postgres: ');
}

async function findProcesses(clusterName: string): Promise<FoundProcess[]> {
  const processes = process.platform === 'linux' ? await processesOfProc() : await processesOfPs();
  return processes.filter(
    ({ command }) => /(^|\/)postgres(:| )/.test(command) && command.includes(clusterName),
  );
}

/** Command lines are readable across accounts, unlike working folders, for which a container's root has no right. */
async function processesOfProc(): Promise<FoundProcess[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  return Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), command: command.replaceAll('\0', ' ') };
    }),
  );
}

async function processesOfPs(): Promise<FoundProcess[]> {
  const { output } = await runProgram('/bin/ps', ['-axww', '-o', 'pid=,command=']);
  return output.split('\n').map((line) => {
    const [, pid, command] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command: command ?? '' };
  });
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in the meantime; whether it did is looked at again anyway.
  }
}
