/** The only source of the present moment, injected so that tests decide what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock for tests: stands still until it is moved. */
export function fixedClock(start: string | Date): Clock & { advance(milliseconds: number): void } {
  let instant = new Date(start).getTime();
  return {
    now: () => new Date(instant),
    advance(milliseconds) {
      instant += milliseconds;
    },
  };
}
