import { plainLetters } from '../plain-letters.ts';
import type { Locale } from '../translate.ts';
import { formatInstant } from './date-formats.ts';

declare const isPartialDate: unique symbol;

/**
 * A date of which only the year, or the year and the month, may be known: `2014`, `2016-03` or `2016-03-12`
 * (ISO 8601, reduced precision). Years 1000 to 2999. Sorted as text, partial dates are in order.
 */
export type PartialDate = string & { readonly [isPartialDate]: true };

const ISO = /^(?<year>\d{4})(?:[-/.](?<month>\d{1,2})(?:[-/.](?<day>\d{1,2}))?)?$/;
const DAY_FIRST = /^(?:(?<day>\d{1,2})[-/. ])?(?<month>\d{1,2})[-/. ](?<year>\d{4})$/;
const DAY_AND_NAME = /^(?:(?<day>\d{1,2})(?:er|st|nd|rd|th)? )?(?<name>\p{L}+) (?<year>\d{4})$/u;
const NAME_AND_DAY = /^(?<name>\p{L}+) (?<day>\d{1,2})(?:st|nd|rd|th)? (?<year>\d{4})$/u;
const SHAPES = [ISO, DAY_FIRST, DAY_AND_NAME, NAME_AND_DAY];

/** Words people put before a date that add nothing to it, in French and English. */
const INTRODUCTION = /^(?:le|en|depuis|l annee|on|in|since|the) /;

/**
 * Reads a date as people write it, the day before the month: `2014`, `mars 2016`, `1er mars 2016`,
 * `depuis sept. 2016`, `03/2016`, `12/03/2016`, `2016-3-12`, `March 12, 2016`.
 * @returns null for anything else: a day that does not exist, a year of two digits, a text around the date
 */
export function parsePartialDate(text: string): PartialDate | null {
  const words = plain(text).replace(INTRODUCTION, '');
  for (const shape of SHAPES) {
    const groups = shape.exec(words)?.groups;
    if (groups === undefined) continue;
    const month = groups.name === undefined ? groups.month : monthNumbers.get(groups.name);
    if (groups.name === undefined || month !== undefined)
      return toPartialDate(groups.year, month, groups.day);
  }
  return null;
}

/** Lower case, without accents, full stops after words, commas and apostrophes; single spaces. */
function plain(text: string): string {
  return plainLetters(text)
    .replace(/(?<=\p{L})\.|[,'’\s]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** The names of the months in both languages, whole and short, as Intl knows them; and as people shorten them too. */
const monthNumbers = new Map([
  ['fev', '2'],
  ['juill', '7'],
  ...['fr-FR', 'en-GB', 'en-US'].flatMap((tag) =>
    (['long', 'short'] as const).flatMap((month) => {
      const formatter = new Intl.DateTimeFormat(tag, { month, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, index): [string, string] => {
        const name = formatter.format(Date.UTC(2000, index, 1));
        return [plain(name), String(index + 1)];
      });
    }),
  ),
]);

function toPartialDate(year = '', month?: string, day?: string): PartialDate | null {
  if (!/^[12]\d{3}$/.test(year)) return null;
  if (month === undefined) return year as PartialDate;
  if (Number(month) < 1 || Number(month) > 12) return null;
  const ofMonth = `${year}-${month.padStart(2, '0')}`;
  if (day === undefined) return ofMonth as PartialDate;
  const exists = Number(day) >= 1 && Number(day) <= lastDayOf(Number(year), Number(month));
  return exists ? (`${ofMonth}-${day.padStart(2, '0')}` as PartialDate) : null;
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * A partial date in words: `2014`, `mars 2016`, `1er mars 2016`; `March 2016`, `1 March 2016`. A text that is
 * not one is given back as it is: it is shown to people, who make more of it than of an error.
 */
export function formatPartialDate(date: string, locale: Locale): string {
  const parsed = parsePartialDate(date);
  if (parsed === null || parsed.length === 4) return parsed ?? date;
  const fields: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long' };
  if (parsed.length === 10) fields.day = 'numeric';
  return formatInstant(new Date(parsed), { locale, timeZone: 'UTC', fields });
}

/** Order for sorting: the earlier first; a year before its months, a month before its days. */
export function comparePartialDates(left: PartialDate, right: PartialDate): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The first and last day a partial date can mean: `2016-02` is from `2016-02-01` to `2016-02-29`. */
export function possibleDays(date: PartialDate): { first: PartialDate; last: PartialDate } {
  const [year = '', month, day] = date.split('-');
  if (day !== undefined) return { first: date, last: date };
  const lastMonth = month ?? '12';
  const lastDay = String(lastDayOf(Number(year), Number(lastMonth)));
  return {
    first: `${year}-${month ?? '01'}-01` as PartialDate,
    last: `${year}-${lastMonth}-${lastDay}` as PartialDate,
  };
}
