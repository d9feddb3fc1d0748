import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { becomeOwner, commandFile, environmentOf, type Session, type Site } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    site: Site;
    /** The cookies of an owner of the territory. */
    owner: Session;
  }
}

/** The first start may build the pages. */
const startSeconds = 180;
const stopSeconds = 15;

/** Starts the product as `npm start` does, once for the whole run, on a fresh demonstration territory. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-journeys-'));
  const site: Site = {
    origin: `http://localhost:${await freePort()}`,
    dataFolder: path.join(folder, 'data'),
  };
  const server = launch(site);
  process.once('exit', () => server.process.kill('SIGTERM'));
  try {
    await untilServing(site, server);
    project.provide('owner', await becomeOwner(site));
  } catch (error) {
    server.process.kill('SIGTERM');
    throw error;
  }
  project.provide('site', site);
  return async () => {
    const troubles = server.errors();
    await stop(server);
    if ((await runningPostgresUrl(site.dataFolder)) !== undefined) {
      throw new Error('The site has stopped, and its database still runs.');
    }
    await rm(folder, { recursive: true });
    if (troubles !== '') throw new Error(`The site met troubles during the journeys:\n${troubles}`);
  };
}

interface Server {
  process: ChildProcess;
  /** Settles with the exit code; null when a signal ended the process. */
  ended: Promise<number | null>;
  /** What it wrote on its error output so far. */
  errors: () => string;
}

function launch(site: Site): Server {
  const child = spawn(process.execPath, [commandFile, 'start'], {
    env: environmentOf(site),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { process: child, ended, errors: () => errors };
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

/** As a host does, and as a service manager does: one SIGTERM, then everything ends by itself. */
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

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, 'localhost');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A port is a number');
  return address.port;
}
