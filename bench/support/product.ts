import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../tooling/support/free-port.ts';

const root = resolve(import.meta.dirname, '../..');

/** The product, served as a host serves it, on a data folder of its own. */
export interface Product {
  origin: string;
  pid: number;
  /** Milliseconds from the command to the first answer of `/healthz`. */
  startedIn: number;
  stop(): Promise<void>;
}

export async function startProduct(dataFolder: string): Promise<Product> {
  const port = await freePort('127.0.0.1');
  const origin = `http://localhost:${port}`;
  const begun = performance.now();
  const child = run(['start'], { ...environment(dataFolder), PORT: String(port), ORIGIN: origin });
  let output = '';
  child.stdout?.on('data', (piece) => (output += piece));
  // What goes wrong later shows among the progress.
  child.stderr?.pipe(process.stderr);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The product did not start:\n${output}`);
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) break;
    await pause(10);
  }
  return {
    origin,
    pid: child.pid ?? 0,
    startedIn: performance.now() - begun,
    stop: () => ended(child, () => child.kill('SIGTERM')),
  };
}

/** Runs one command of the command line to its end. */
export async function runCommand(args: string[], dataFolder: string): Promise<void> {
  const child = run(args, environment(dataFolder));
  let output = '';
  child.stderr?.on('data', (piece) => (output += piece));
  await ended(child);
  if (child.exitCode !== 0) throw new Error(`entrelacs ${args.join(' ')} failed:\n${output}`);
}

function run(args: string[], env: Record<string, string | undefined>): ChildProcess {
  return spawn(process.execPath, [resolve(root, 'bin/entrelacs.js'), ...args], { cwd: root, env });
}

function environment(dataFolder: string): Record<string, string | undefined> {
  return { ...process.env, ENTRELACS_DATA: dataFolder, ENTRELACS_DEMO: '0' };
}

function ended(child: ChildProcess, act?: () => void): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    act?.();
  });
}
