import { setTimeout as wait } from 'node:timers/promises';
import type { ServerExit, ServerProcess } from './server-process.server.ts';

/** The server ended although nobody asked. When `restarting` is false it will not come back: attempts are used up. */
export interface UnexpectedExit extends ServerExit {
  restarting: boolean;
}

interface SupervisionPlan {
  first: ServerProcess;
  /** Clears what the ended server left and starts the next one, on the same port. */
  relaunch: () => Promise<ServerProcess>;
  /** Pauses before each attempt in a row, in milliseconds; there are as many attempts as pauses. */
  restartDelays: readonly number[];
  log: (line: string) => void;
}

/** Keeps one server running until it is stopped. */
export interface Supervision {
  current(): ServerProcess;
  onUnexpectedExit(listener: (exit: UnexpectedExit) => void): void;
  /** Ends the server, or the attempts to restart it. Resolves when nothing runs any more; may be called again. */
  stop(): Promise<void>;
}

/** A server that ran this long was not part of the same trouble: counting starts again. In milliseconds. */
const healthyRun = 60_000;

/** Restarts the server each time it ends unasked, ever later, and gives up when a row of attempts is used up. */
export function supervise(plan: SupervisionPlan): Supervision {
  const stopping = new AbortController();
  const listeners = new Set<(exit: UnexpectedExit) => void>();
  let current = plan.first;
  let launchedAt = performance.now();

  async function pauseAfter(exit: ServerExit, attempt: number): Promise<boolean> {
    const delay = plan.restartDelays[attempt];
    const unexpected = { ...exit, restarting: delay !== undefined };
    plan.log(`server ended unexpectedly: ${JSON.stringify(unexpected)}`);
    for (const listener of listeners) listener(unexpected);
    if (delay !== undefined) await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
    return unexpected.restarting && !stopping.signal.aborted;
  }

  async function keepRunning(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const exit = await current.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - launchedAt > healthyRun) attempt = 0;
      if (!(await pauseAfter(exit, attempt))) return;
      launchedAt = performance.now();
      try {
        current = await plan.relaunch();
      } catch (cause) {
        // The ended server stays the current one: this counts as one more attempt.
        plan.log(`server could not be restarted: ${String(cause)}`);
      }
      if (stopping.signal.aborted) return current.shutDown();
    }
  }

  const running = keepRunning();
  return {
    current: () => current,
    onUnexpectedExit: (listener) => void listeners.add(listener),
    async stop() {
      stopping.abort();
      await current.shutDown();
      await running;
    },
  };
}
