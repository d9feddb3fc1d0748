import { dayOf } from '#kernel/dates/format-date.ts';

/** The day it is on the territory, as `YYYY-MM-DD`. */
export function today({ context, territory }: Pick<App.Locals, 'context' | 'territory'>): string {
  return dayOf(context.clock.now(), territory.timeZone);
}
