import { plainLetters } from '../plain-letters.ts';
import { type PartialDate, parsePartialDate } from './partial-date.ts';

export interface LooseDate {
  date: PartialDate;
  /** It was the number of a day, as spreadsheets keep dates. */
  fromNumber: boolean;
}

/**
 * Reads a date as files hold it, which say it in more ways than {@link parsePartialDate} takes from people:
 * `26/05/2020 14:29:42`, `26-5-20`, `2020-05-26T…`, `mardi 1er mai 2020`, `ouvert depuis mars 2016`, `vers 2014`, or the
 * number of a day in a spreadsheet. Day before month, unless only the contrary exists (`05/26/2020`). Two-digit years
 * from 70 on are of the last century; years are those from 1500 to 2199. Null for anything else, also impossible dates.
 */
export function readLooseDate(text: string): LooseDate | null {
  const date = readNumeric(text) ?? readWritten(text);
  if (date === null) return readDayNumber(text);
  return date >= '1500' && date < '2200' ? { date, fromNumber: false } : null;
}

const timeOfDay = /(?<=\d)[T\s,à]+\d{1,2}\s?[:hH].*$/;
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/;
const decimals = /(?<=^\d{4})[.,]0+$/;

function readNumeric(text: string): PartialDate | null {
  const bare = text.trim().replace(timeOfDay, '').replace(decimals, '');
  const [, first, second, year = ''] = dayFirst.exec(bare) ?? [];
  if (year === '') return parsePartialDate(bare);
  const wholeYear = year.length === 4 ? year : `${Number(year) >= 70 ? '19' : '20'}${year}`;
  return (
    parsePartialDate(`${first}/${second}/${wholeYear}`) ?? parsePartialDate(`${second}/${first}/${wholeYear}`)
  );
}

/** More words than that are a sentence, whose years may be those of anything. */
const mostWords = 8;
const introducesYear = /^(en|depuis|des|annee|vers|created|since|in)( l annee)? \d{4}$/;

/** The day, the month and the year, wherever they stand among a few other words. */
function readWritten(text: string): PartialDate | null {
  const words = plainLetters(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const year = words.find((word) => /^\d{4}$/.test(word));
  if (year === undefined || words.length > mostWords) return null;
  if (introducesYear.test(words.join(' '))) return parsePartialDate(year);
  const day = words.find((word) => /^\d{1,2}(er)?$/.test(word)) ?? '';
  const names = words.filter((word) => /^\p{L}+$/u.test(word));
  const dates = names.map((name) => parsePartialDate(`${day} ${name} ${year}`));
  // The last name: `mar. 12 avr. 2016` begins by a Tuesday.
  return dates.findLast((date) => date !== null) ?? null;
}

/**
 * Spreadsheets count days from 30 December 1899 (Office Open XML, 18.17.4.1): 43977 is 26 May 2020. Only numbers of the
 * years 1950 to 2100 are taken for dates.
 */
function readDayNumber(text: string): LooseDate | null {
  const days = /^(\d{5})([.,]\d+)?$/.exec(text)?.[1];
  if (!days || Number(days) < 18_264 || Number(days) > 73_415) return null;
  const instant = new Date(Date.UTC(1899, 11, 30) + Number(days) * 86_400_000);
  const date = parsePartialDate(instant.toISOString().slice(0, 10));
  return date && { date, fromNumber: true };
}
