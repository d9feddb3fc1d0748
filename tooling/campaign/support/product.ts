import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../../support/project-files.ts';
import { assertGoingOn, pause } from './cleanup.ts';
import { haveEnded, kill } from './processes.ts';

/** Where an instance lives, over all its starts. */
export interface Place {
  origin: string;
  dataFolder: string;
  /** A database of the host's own PostgreSQL; the embedded one when absent. */
  databaseUrl?: string | undefined;
}

/** One start of the product, as `npm start` makes it, from its launch to its end. */
export interface Launched {
  pid: number;
  launchedAt: number;
  /** Settles when the process has ended. */
  ended: Promise<unknown>;
  hasEnded(): boolean;
  /** What it said so far, errors included. */
  said(): string;
}

/** Longer than this, in milliseconds, and a start is a hang. */
const patience = 60_000;
/** Commands that run now. */
const running = new Set<ChildProcess>();
const commandFile = path.join(projectRoot, 'bin/entrelacs.js');

export function launch(place: Place): Launched {
  const child = run(place, ['start']);
  let said = '';
  const hear = (piece: Buffer) => (said = (said + piece.toString()).slice(-20_000));
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    launchedAt: performance.now(),
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    said: () => said,
  };
}

/** Runs another command of the product to its end; what it prints, once it succeeded. */
export async function runCommand(place: Place, args: readonly string[]): Promise<string> {
  const child = run(place, args);
  let output = '';
  let errors = '';
  child.stdout?.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (errors += piece.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`entrelacs ${args.join(' ')} failed:\n${errors}`);
  return output;
}

function run({ origin, dataFolder, databaseUrl }: Place, args: readonly string[]): ChildProcess {
  assertGoingOn();
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [commandFile, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      TMPDIR,
      LANG: 'en_GB.UTF-8',
      PORT: new URL(origin).port,
      ORIGIN: origin,
      ENTRELACS_DATA: dataFolder,
      ENTRELACS_DEMO: '0',
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Waits until the product serves: it answers, and its database answers it.
 *
 * @param since the moment from which to count, in milliseconds of `performance.now()`
 * @param without processes that are to have ended before: while they live, the trouble has not been felt yet
 * @returns milliseconds since then; undefined when the product ended instead
 */
export async function untilReady(
  place: Place,
  product: Launched,
  { since, without = [] }: { since: number; without?: readonly number[] },
): Promise<number | undefined> {
  while (!product.hasEnded()) {
    if (performance.now() - since > patience) {
      throw new Error(`Not ready within ${patience / 1000} s. It said:\n${product.said()}`);
    }
    if ((await haveEnded(without)) && (await serves(place))) return performance.now() - since;
    await pause(20);
  }
  return undefined;
}

export async function serves({ origin }: Place): Promise<boolean> {
  const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  await answer?.arrayBuffer().catch(() => undefined);
  return answer?.ok === true;
}

/** Launches the product and waits until it serves; throws when it ends instead. */
export async function startReady(place: Place): Promise<{ product: Launched; readyIn: number }> {
  const product = launch(place);
  const readyIn = await untilReady(place, product, { since: product.launchedAt });
  if (readyIn === undefined) throw new Error(`The product ended instead of serving:\n${product.said()}`);
  return { product, readyIn };
}

/** Ends it as a host does, harder when it does not end. */
export async function stop(product: Launched): Promise<void> {
  if (product.hasEnded()) return;
  kill(product.pid, 'SIGTERM');
  const late = new AbortController();
  const isLate = await Promise.race([
    product.ended.then(() => false),
    wait(30_000, true, { signal: late.signal }),
  ]);
  late.abort();
  if (isLate) await killed(product);
}

/** Ends it at once, and waits until it has. */
export async function killed(product: Launched): Promise<void> {
  kill(product.pid);
  if (!product.hasEnded()) await product.ended;
}

/** Ends every command of the product that the campaign still runs. */
export async function endProducts(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }),
  );
}
