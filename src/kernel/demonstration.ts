import type { Context } from './context.ts';
import type { Result } from './result.ts';

/** When a day of a demonstration begins (UTC). */
const dayBegins = 'T07:40:00Z';

/** The same context, so many minutes after that day began (`2026-11-23`): a demonstration has a past. */
export function onDay<Some extends Pick<Context, 'clock'>>(context: Some, day: string, minutes = 0): Some {
  const moment = new Date(Date.parse(day + dayBegins) + minutes * 60_000);
  return { ...context, clock: { now: () => moment } };
}

/** The value of a step of a demonstration; one that is refused is a broken invariant of the content we ship. */
export function played<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`The demonstration could not be played: ${JSON.stringify(result.error)}`);
  return result.value;
}
