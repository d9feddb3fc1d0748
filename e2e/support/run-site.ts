import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../tooling/support/free-port.ts';
import { commandFile, environmentOf, type Site } from './site.ts';

/** The first start may build the pages. */
const startSeconds = 180;
const stopSeconds = 15;

/** A place for a site of one's own: a free port, and a folder to delete afterwards. */
export async function newSite(): Promise<{ site: Site; folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-journeys-'));
  const origin = `http://localhost:${await freePort()}`;
  return { site: { origin, dataFolder: path.join(folder, 'data') }, folder };
}

/** The product, running. */
export interface RunningSite {
  /** What it wrote so far: in the terminal, and as errors. */
  output: () => string;
  errors: () => string;
  /** As a host does, and as a service manager does: one SIGTERM, then everything ends by itself. */
  stop: () => Promise<void>;
}

/**
 * Starts the product as `npm start` does, and waits until it serves.
 *
 * @param environment settings of this start, beside those of every site of the journeys
 */
export async function runSite(site: Site, environment: NodeJS.ProcessEnv = {}): Promise<RunningSite> {
  const server = launch(site, environment);
  const kill = () => server.process.kill('SIGTERM');
  process.once('exit', kill);
  try {
    await untilServing(site, server);
  } catch (error) {
    kill();
    throw error;
  }
  return {
    output: server.output,
    errors: server.errors,
    async stop() {
      await stop(server);
      process.off('exit', kill);
    },
  };
}

interface Server {
  process: ChildProcess;
  /** Settles with the exit code; null when a signal ended the process. */
  ended: Promise<number | null>;
  output: () => string;
  errors: () => string;
}

function launch(site: Site, environment: NodeJS.ProcessEnv): Server {
  const child = spawn(process.execPath, [commandFile, 'start'], {
    env: { ...environmentOf(site), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { process: child, ended, output: () => written.output, errors: () => written.errors };
}

async function untilServing({ origin }: Site, server: Server): Promise<void> {
  const deadline = performance.now() + startSeconds * 1000;
  while (performance.now() < deadline && server.process.exitCode === null) {
    const health = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (health?.status === 200) return;
    await pause(100);
  }
  const end = server.process.exitCode === null ? `in ${startSeconds} s` : 'and ended';
  throw new Error(`The site did not serve ${end}.\n${server.errors()}`);
}

async function stop(server: Server): Promise<void> {
  server.process.kill('SIGTERM');
  const patience = new AbortController();
  const code = await Promise.race([
    server.ended,
    pause(stopSeconds * 1000, 'too late' as const, { signal: patience.signal }),
  ]);
  patience.abort();
  if (code === 0) return;
  server.process.kill('SIGKILL');
  throw new Error(`The site did not stop cleanly (${code}).\n${server.errors()}`);
}
