import { setTimeout as wait } from 'node:timers/promises';

type Undo = () => unknown;

const undoing: Undo[] = [];
const told = new AbortController();

/** Remembers how to take something away, from the last to the first, however the part ends. */
export function afterwards(undo: Undo): void {
  undoing.push(undo);
}

/** Takes away everything that was made, the last first; one failure does not keep the others. */
export async function cleanUp(): Promise<void> {
  const troubles: unknown[] = [];
  while (undoing.length > 0) {
    try {
      await undoing.pop()?.();
    } catch (error) {
      troubles.push(error);
    }
  }
  if (troubles.length > 0)
    throw new Error(`The campaign could not clean up after itself: ${troubles.join('; ')}`);
}

/**
 * Ctrl+C and the like, and errors nobody expected, also leave nothing behind: whatever waits is woken with an error, nothing more is started, and the
 * part ends as it does when it fails.
 *
 * @param end what to end so that nobody waits for it
 */
export function stopWhenTold(end: () => unknown): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      told.abort(new Error(`told to stop by ${signal}`));
      end();
    });
  }
  process.on('uncaughtException', (error) => {
    told.abort(error);
    end();
  });
}

export function isToldToStop(): boolean {
  return told.signal.aborted;
}

/** To be asked before anything is started that outlives its own call: what is being cleaned up stays clean. */
export function assertGoingOn(): void {
  told.signal.throwIfAborted();
}

/** Waits, in milliseconds; rejects as soon as the campaign is told to stop. */
export async function pause(milliseconds: number): Promise<void> {
  await wait(milliseconds, undefined, { signal: told.signal });
}
