import { plainWords } from './clean-text.ts';

interface ReadDate {
  /** Partial date: `2014`, `2016-03` or `2016-03-12`. */
  date: string;
  /** It was the number of a day, as spreadsheets keep dates. */
  fromNumber: boolean;
}

const months = new Map(
  [
    'janvier janv jan january',
    'fevrier fevr fev february feb',
    'mars march mar',
    'avril avr april apr',
    'mai may',
    'juin june jun',
    'juillet juil july jul',
    'aout august aug',
    'septembre sept sep september',
    'octobre oct october',
    'novembre nov november',
    'decembre dec december',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
);

/**
 * Reads a date as French files write it: `26/05/2020 14:29:42`, `26-5-20`, `2020-05-26T…`, `1er mai 2020`, `mars 2016`,
 * `03/2016`, `2014`, or the number of a day in a spreadsheet. Day before month, unless only the contrary exists
 * (`05/26/2020`). Two-digit years from 70 on are of the last century. Null for anything else, also impossible dates.
 */
export function readFrenchDate(text: string): ReadDate | null {
  const read = readNumeric(text) ?? readWritten(text);
  return read ? { date: read, fromNumber: false } : readDayNumber(text);
}

const time = String.raw`(?:[T\s,à]+\d{1,2}\s?[:hH].*)?`;
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?${time}$`);
const french = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${time}$`);
const monthAndYear = /^(\d{1,2})[-/.](\d{4})$/;

function readNumeric(text: string): string | null {
  const [, year, month, day] = iso.exec(text) ?? [];
  if (year) return toPartialDate(year, month, day);
  const [, first, second, last] = french.exec(text) ?? [];
  if (last) return toPartialDate(last, second, first) ?? toPartialDate(last, first, second);
  const [, onlyMonth, ofYear] = monthAndYear.exec(text) ?? [];
  if (ofYear) return toPartialDate(ofYear, onlyMonth);
  return /^(1[5-9]|20|21)\d{2}([.,]0+)?$/.test(text) ? text.slice(0, 4) : null;
}

/** `mardi 1er mai 2020`, `depuis mars 2016`, `en 2014`, `May 26, 2020` */
function readWritten(text: string): string | null {
  const words = plainWords(text).split(' ');
  const year = words.find((word) => /^(1[5-9]|20|21)\d{2}$/.test(word));
  if (!year || words.length > 8) return null;
  const month = words.map((word) => months.get(word)).find((number) => number !== undefined);
  if (month === undefined)
    return /^(en|depuis|des|annee|vers|created|since|in)( l annee)? \d{4}$/.test(words.join(' '))
      ? year
      : null;
  const day = words.map((word) => /^(\d{1,2})(er)?$/.exec(word)?.[1]).find((number) => number !== undefined);
  return toPartialDate(year, String(month), day);
}

function toPartialDate(year: string, month?: string, day?: string): string | null {
  const fullYear = year.length === 2 ? (Number(year) >= 70 ? 1900 : 2000) + Number(year) : Number(year);
  if (fullYear < 1500 || fullYear > 2199) return null;
  if (month === undefined) return String(fullYear);
  if (Number(month) < 1 || Number(month) > 12) return null;
  const start = `${fullYear}-${month.padStart(2, '0')}`;
  if (day === undefined) return start;
  const last = new Date(Date.UTC(fullYear, Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= last ? `${start}-${day.padStart(2, '0')}` : null;
}

/**
 * Spreadsheets count days from 30 December 1899 (Office Open XML, 18.17.4.1): 43977 is 26 May 2020. Only numbers of the
 * years 1950 to 2100 are taken for dates.
 */
function readDayNumber(text: string): ReadDate | null {
  const days = /^(\d{5})([.,]\d+)?$/.exec(text)?.[1];
  if (!days || Number(days) < 18_264 || Number(days) > 73_415) return null;
  const date = new Date(Date.UTC(1899, 11, 30) + Number(days) * 86_400_000);
  return { date: date.toISOString().slice(0, 10), fromNumber: true };
}
