import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterwards, assertGoingOn, pause } from './cleanup.ts';
import { isTraced, kill, processesOf } from './processes.ts';

/** What the system answers instead of doing what it was asked, told to `strace`. */
export interface Sickness {
  /** System calls that are not done, separated by commas. */
  calls: string;
  /** `error=EIO`, or `retval=0` for a disk that lies. */
  answer: string;
  /** Which of them, as `strace` counts them for each process: `3+5` is the third and every fifth after. All when absent. */
  when?: string;
}

/** A product whose system calls are answered that way. */
export interface SickCalls {
  /** When all its processes were under it, in milliseconds of `performance.now()`. */
  from: number;
  /** Lets go of what still runs; how many calls were answered so. */
  end(): Promise<number>;
}

const attachPatience = 20_000;

/** Lays a sickness on the product, its database included, and on all they start from now on. */
export async function makeSick(
  product: number,
  { calls, answer, when }: Sickness,
  logFile: string,
): Promise<SickCalls> {
  const { postmaster, backends, watchdog } = await processesOf(product);
  const pids = [postmaster, ...backends, product].flatMap((pid) => (pid ? ['-p', String(pid)] : []));
  const inject = `inject=${calls}:${answer}${when ? `:when=${when}` : ''}`;
  assertGoingOn();
  const tracer = spawn(
    'strace',
    ['-f', '-qq', '-o', logFile, '-e', `trace=${calls}`, '-e', inject, ...pids],
    {
      stdio: 'ignore',
    },
  );
  const ended = once(tracer, 'exit');
  afterwards(() => kill(tracer.pid));
  const until = performance.now() + attachPatience;
  for (;;) {
    const now = await processesOf(product);
    const all = [product, now.postmaster, ...now.backends].filter(
      (pid) => pid !== undefined && pid !== watchdog,
    );
    if ((await Promise.all(all.map((pid) => isTraced(pid ?? 0)))).every(Boolean)) break;
    if (tracer.exitCode !== null || performance.now() > until) throw new Error('strace could not take hold');
    await pause(20);
  }
  return {
    from: performance.now(),
    async end() {
      kill(tracer.pid, 'SIGTERM');
      await ended;
      const log = await readFile(logFile, 'utf8').catch(() => '');
      return log.match(/\(INJECTED\)/g)?.length ?? 0;
    },
  };
}
