type Undo = () => unknown;

const undoing: Undo[] = [];

/** Remembers how to take something away, from the last to the first, however the campaign ends. */
export function afterwards(undo: Undo): Undo {
  undoing.push(undo);
  return undo;
}

/** Takes away what was made since `mark`, the last first; one failure does not keep the others. */
export async function cleanUp(mark = 0): Promise<void> {
  const troubles: unknown[] = [];
  while (undoing.length > mark) {
    try {
      await undoing.pop()?.();
    } catch (error) {
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw new AggregateError(troubles, 'The campaign could not clean up after itself');
}

/** What {@link cleanUp} is told to clean up only what comes from now on. */
export function cleaningMark(): number {
  return undoing.length;
}

/** Ctrl+C and the like also leave nothing behind. */
export function cleanUpWhenTold(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${signal}: cleaning up\n`);
      cleanUp().then(
        () => process.exit(130),
        (error: unknown) => {
          process.stderr.write(`${String(error)}\n`);
          process.exit(130);
        },
      );
    });
  }
}
