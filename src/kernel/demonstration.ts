import type { Context } from './context.ts';
import type { Result } from './result.ts';

/** The same context, at nine in the morning (UTC) of that day (`2026-11-23`): a demonstration has a past. */
export function onDay(context: Context, day: string): Context {
  const moment = new Date(`${day}T09:00:00Z`);
  return { ...context, clock: { now: () => moment } };
}

/** The value of a step of a demonstration; one that is refused is a broken invariant of the content we ship. */
export function played<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`The demonstration could not be played: ${result.error.code}`);
  return result.value;
}
