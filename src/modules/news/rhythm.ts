import { dayOf } from '#kernel/dates/format-date.ts';

/** How often someone is written to about what they follow. */
export const rhythms = ['at-once', 'daily', 'weekly', 'never'] as const;
export type Rhythm = (typeof rhythms)[number];

export function isRhythm(text: string): text is Rhythm {
  return rhythms.some((rhythm) => rhythm === text);
}

/** In hours of the territory's day: letters of the day and of the week leave in the morning. */
const leavingHour = 7;

const dayMilliseconds = 86_400_000;

/**
 * The round that is due at an instant: the day, or the Monday of the week, whose letter has left or leaves now; empty when
 * every moment is a round. One more round is due when it is another one than the last.
 */
export function roundAt(rhythm: Rhythm, instant: Date, timeZone: string): string {
  if (rhythm === 'at-once' || rhythm === 'never') return '';
  const day = Date.parse(dayOf(instant, timeZone));
  const isEarly = hourOf(instant, timeZone) < leavingHour;
  const round = new Date(isEarly ? day - dayMilliseconds : day);
  if (rhythm === 'daily') return isoDay(round);
  const sinceMonday = (round.getUTCDay() + 6) % 7;
  return isoDay(new Date(round.getTime() - sinceMonday * dayMilliseconds));
}

function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function hourOf(instant: Date, timeZone: string): number {
  const fields = { hour: 'numeric', hourCycle: 'h23', timeZone } as const;
  return Number(new Intl.DateTimeFormat('en-GB', fields).format(instant));
}
