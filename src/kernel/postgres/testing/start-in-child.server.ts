import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PostgresStartError } from '../embedded-postgres.server.ts';

/** What a child process says once it has tried to start its server. */
export type ChildReport = { ok: true; url: string; pid: number } | { ok: false; error: PostgresStartError };

/** A process of its own that runs an embedded PostgreSQL, to be killed at will. */
export interface ServerChild {
  child: ChildProcess;
  report: Promise<ChildReport>;
  /** Ends it as a host would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would, without a word. */
  kill(): Promise<void>;
}

const script = fileURLToPath(new URL('./server-in-child.server.ts', import.meta.url));

/** Starts an embedded PostgreSQL on a data folder in a process of its own, under another account when one is given. */
export function startInChild(dataFolder: string, account: { uid?: number; gid?: number } = {}): ServerChild {
  const child = spawn(process.execPath, [script, dataFolder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...account,
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit');
  return {
    child,
    report: once(lines, 'line').then(([line]) => JSON.parse(String(line)) as ChildReport),
    async stop() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
