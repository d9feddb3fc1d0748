import type { Locale } from '../translate.ts';
import { formatInstant } from './date-formats.ts';
import { parsePartialDate } from './partial-date.ts';
import type { PartialDate } from './partial-date.ts';

/** Who reads, and in which place's time (IANA name, such as `Europe/Paris`). */
export type DateReader = { locale: Locale; timeZone: string };

/** The day of an instant in words: `12 mars 2016`, `12 March 2016`. Throws when it is not a date. */
export function formatDate(instant: Date, { locale, timeZone }: DateReader): string {
  return formatInstant(instant, { locale, timeZone, fields: { dateStyle: 'long' } });
}

/** Day and time in words: `12 mars 2016 à 14:05`, `12 March 2016 at 14:05`. Throws when it is not a date. */
export function formatDateTime(instant: Date, { locale, timeZone }: DateReader): string {
  return formatInstant(instant, { locale, timeZone, fields: { dateStyle: 'long', timeStyle: 'short' } });
}

/** The time of day in words: `14:05`. Throws when it is not a date. */
export function formatTime(instant: Date, { locale, timeZone }: DateReader): string {
  return formatInstant(instant, { locale, timeZone, fields: { timeStyle: 'short' } });
}

/**
 * The day it is somewhere at an instant, to be compared with the dates people give. Half an hour after midnight
 * in Paris it is still the day before in UTC.
 * @throws RangeError when the instant is not a date or is outside the years of partial dates
 */
export function dayOf(instant: Date, timeZone: string): PartialDate {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const day = parsePartialDate(formatInstant(instant, { locale: 'en', timeZone, fields }));
  if (day === null) throw new RangeError('Instant outside the years of partial dates');
  return day;
}

/** Whether a name is one of a time zone that dates can be written in. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
