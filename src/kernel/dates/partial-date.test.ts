import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePartialDates, formatPartialDate, parsePartialDate, possibleDays } from './partial-date.ts';
import type { PartialDate } from './partial-date.ts';

function read(text: string): PartialDate {
  const date = parsePartialDate(text);
  if (date === null) throw new Error(`Not a date: ${text}`);
  return date;
}

const anyDay = fc
  .date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyPartialDate = fc
  .tuple(anyDay, fc.constantFrom(4, 7, 10))
  .map(([day, length]) => read(day.slice(0, length)));

describe('parsePartialDate', () => {
  test.each([
    ['2014', '2014'],
    [' 2014 ', '2014'],
    ['en 2014', '2014'],
    ['depuis l’année 2014', null],
    ['l’année 2014', '2014'],
    ['2016-03', '2016-03'],
    ['2016-3', '2016-03'],
    ['2016/03', '2016-03'],
    ['03/2016', '2016-03'],
    ['3/2016', '2016-03'],
    ['mars 2016', '2016-03'],
    ['Mars  2016', '2016-03'],
    ['depuis mars 2016', '2016-03'],
    ['févr. 2016', '2016-02'],
    ['fevrier 2016', '2016-02'],
    ['fév. 2016', '2016-02'],
    ['juill. 2016', '2016-07'],
    ['AOÛT 2016', '2016-08'],
    ['aout 2016', '2016-08'],
    ['sept. 2016', '2016-09'],
    ['déc 2016', '2016-12'],
    ['March 2016', '2016-03'],
    ['since Sep 2016', '2016-09'],
    ['2016-03-12', '2016-03-12'],
    ['2016.3.5', '2016-03-05'],
    ['12/03/2016', '2016-03-12'],
    ['12-3-2016', '2016-03-12'],
    ['12.03.2016', '2016-03-12'],
    ['12 03 2016', '2016-03-12'],
    ['12 mars 2016', '2016-03-12'],
    ['le 12 mars 2016', '2016-03-12'],
    ['1er mars 2016', '2016-03-01'],
    ['12\u00a0mars\u00a02016', '2016-03-12'],
    ['March 12, 2016', '2016-03-12'],
    ['March 1st, 2016', '2016-03-01'],
    ['12th March 2016', '2016-03-12'],
    ['29/02/2016', '2016-02-29'],
    ['', null],
    ['mars', null],
    ['12 mars', null],
    ['16', null],
    ['12/03/16', null],
    ['03/12', null],
    ['2016-13', null],
    ['2016-00', null],
    ['2016-03-00', null],
    ['2015-02-29', null],
    ['29/02/2015', null],
    ['31/04/2016', null],
    ['03/14/2016', null],
    ['0999', null],
    ['3000', null],
    ['20161', null],
    ['-2016', null],
    ['vers 2014', null],
    ['2014 ou 2015', null],
    ['printemps 2014', null],
    ['2016-03-12T10:00:00Z', null],
    ['٢٠١٦', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parsePartialDate(text)).toBe(expected);
  });

  test('reads every month by its name in both languages', () => {
    for (const tag of ['fr', 'en']) {
      for (const month of ['long', 'short'] as const) {
        for (let index = 0; index < 12; index++) {
          const name = new Date(Date.UTC(2000, index, 1)).toLocaleDateString(tag, { month, timeZone: 'UTC' });
          expect(parsePartialDate(`${name} 2016`)).toBe(`2016-${String(index + 1).padStart(2, '0')}`);
        }
      }
    }
  });

  test('law: a partial date reads as itself, however its words are written', () => {
    fc.assert(
      fc.property(anyPartialDate, fc.constantFrom('fr' as const, 'en' as const), (date, locale) => {
        expect(parsePartialDate(date)).toBe(date);
        expect(parsePartialDate(formatPartialDate(date, locale))).toBe(date);
        expect(parsePartialDate(formatPartialDate(date, locale).toUpperCase())).toBe(date);
      }),
    );
  });

  test('law: whatever is read is a day, month or year that exists', () => {
    const part = fc.integer({ min: 0, max: 3_100 }).map(String);
    const written = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom('-', '/', '.', ' ').map((separator) => parts.join(separator)));
    fc.assert(
      fc.property(written, (text) => {
        const date = parsePartialDate(text);
        if (date === null) return;
        expect(date).toMatch(/^[12]\d{3}(-\d\d(-\d\d)?)?$/);
        expect(new Date(date).toISOString().startsWith(date)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('formatPartialDate', () => {
  test.each([
    ['2014', '2014', '2014'],
    ['2016-03', 'mars 2016', 'March 2016'],
    ['2016-03-01', '1er mars 2016', '1 March 2016'],
    ['2016-08-11', '11 août 2016', '11 August 2016'],
    ['1789-07-14', '14 juillet 1789', '14 July 1789'],
  ])('writes %s as %s and %s', (date, french, english) => {
    expect(formatPartialDate(date, 'fr')).toBe(french);
    expect(formatPartialDate(date, 'en')).toBe(english);
  });

  test('gives back what is not a date', () => {
    expect(formatPartialDate('il y a longtemps', 'fr')).toBe('il y a longtemps');
  });
});

describe('comparePartialDates', () => {
  test('sorts the earlier first, and the vaguer before what it holds', () => {
    const sorted = ['1999-12-31', '2014', '2014-01', '2014-01-01', '2014-02', '2015'].map(read);
    expect(sorted.toReversed().toSorted(comparePartialDates)).toEqual(sorted);
  });

  test('law: opposite when turned round, and never against the first possible day', () => {
    fc.assert(
      fc.property(anyPartialDate, anyPartialDate, (left, right) => {
        const order = comparePartialDates(left, right);
        expect(comparePartialDates(right, left) + order).toBe(0);
        expect(order === 0).toBe(left === right);
        if (possibleDays(left).first < possibleDays(right).first) expect(order).toBe(-1);
      }),
    );
  });
});

describe('possibleDays', () => {
  test.each([
    ['2014', '2014-01-01', '2014-12-31'],
    ['2016-02', '2016-02-01', '2016-02-29'],
    ['2015-02', '2015-02-01', '2015-02-28'],
    ['1900-02', '1900-02-01', '1900-02-28'],
    ['2016-04', '2016-04-01', '2016-04-30'],
    ['2016-03-12', '2016-03-12', '2016-03-12'],
  ])('are for %s from %s to %s', (date, first, last) => {
    expect(possibleDays(read(date))).toEqual({ first, last });
  });

  test('law: a day is within the range of its month and of its year, and the day after the range is not', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(4, 7, 10), (day, length) => {
        const { first, last } = possibleDays(read(day.slice(0, length)));
        expect(first <= day && day <= last).toBe(true);
        const next = new Date(Date.parse(last) + 86_400_000).toISOString();
        expect(next.slice(0, length)).not.toBe(day.slice(0, length));
      }),
    );
  });
});
