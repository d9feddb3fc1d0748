import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, formatDate, formatDateTime, isTimeZone } from './format-date.ts';

const paris = { locale: 'fr', timeZone: 'Europe/Paris' } as const;
const parisInEnglish = { locale: 'en', timeZone: 'Europe/Paris' } as const;

describe('formatDate', () => {
  test('writes the day in the language of the reader', () => {
    const instant = new Date('2016-03-12T13:05:00Z');
    expect(formatDate(instant, paris)).toBe('12 mars 2016');
    expect(formatDate(instant, parisInEnglish)).toBe('12 March 2016');
  });

  test('writes the first of a month as French does, and no other day', () => {
    expect(formatDate(new Date('2016-03-01T12:00:00Z'), paris)).toBe('1er mars 2016');
    expect(formatDate(new Date('2016-03-21T12:00:00Z'), paris)).toBe('21 mars 2016');
    expect(formatDate(new Date('2016-03-01T12:00:00Z'), parisInEnglish)).toBe('1 March 2016');
  });

  test('writes the day it is in the territory', () => {
    const instant = new Date('2016-12-31T23:30:00Z');
    expect(formatDate(instant, paris)).toBe('1er janvier 2017');
    expect(formatDate(instant, { locale: 'fr', timeZone: 'America/Martinique' })).toBe('31 décembre 2016');
    expect(formatDate(instant, { locale: 'fr', timeZone: 'Indian/Reunion' })).toBe('1er janvier 2017');
    expect(formatDate(instant, { locale: 'fr', timeZone: 'Pacific/Noumea' })).toBe('1er janvier 2017');
  });
});

describe('formatDateTime', () => {
  test('writes day and time, on 24 hours', () => {
    const instant = new Date('2016-03-12T13:05:00Z');
    expect(formatDateTime(instant, paris)).toBe('12 mars 2016 à 14:05');
    expect(formatDateTime(instant, parisInEnglish)).toBe('12 March 2016 at 14:05');
    expect(formatDateTime(new Date('2016-02-29T23:00:00Z'), paris)).toBe('1er mars 2016 à 00:00');
  });

  test('follows summer time: an hour is skipped in March and comes twice in October', () => {
    const times = (...instants: string[]) =>
      instants.map((instant) => formatDateTime(new Date(instant), paris));
    expect(times('2024-03-31T00:59:00Z', '2024-03-31T01:00:00Z')).toEqual([
      '31 mars 2024 à 01:59',
      '31 mars 2024 à 03:00',
    ]);
    expect(times('2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z')).toEqual([
      '27 octobre 2024 à 02:30',
      '27 octobre 2024 à 02:30',
    ]);
  });
});

describe('what is not a date or a time zone', () => {
  test.each([formatDate, formatDateTime])('%o throws', (format) => {
    expect(() => format(new Date('never'), paris)).toThrow(RangeError);
    expect(() => format(new Date(0), { locale: 'fr', timeZone: 'Europe/Nowhere' })).toThrow(RangeError);
  });

  test.each([
    ['Europe/Paris', true],
    ['Indian/Reunion', true],
    ['UTC', true],
    ['Europe/Nowhere', false],
    ['', false],
    ['Paris', false],
  ])('is %s a time zone: %s', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });
});

describe('dayOf', () => {
  test.each([
    ['2024-03-30T22:59:59Z', 'Europe/Paris', '2024-03-30'],
    ['2024-03-30T23:00:00Z', 'Europe/Paris', '2024-03-31'],
    ['2024-03-31T21:59:59Z', 'Europe/Paris', '2024-03-31'],
    ['2024-03-31T22:00:00Z', 'Europe/Paris', '2024-04-01'],
    ['2024-01-01T02:00:00Z', 'America/Cayenne', '2023-12-31'],
  ])('at %s in %s is %s', (instant, timeZone, expected) => {
    expect(dayOf(new Date(instant), timeZone)).toBe(expected);
  });

  test('law: in UTC, the day of the instant’s own text', () => {
    const instants = fc.date({
      min: new Date('1583-01-01'),
      max: new Date('2999-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(dayOf(instant, 'UTC')).toBe(instant.toISOString().slice(0, 10));
      }),
    );
  });

  test('throws outside the years of partial dates', () => {
    expect(() => dayOf(new Date('0500-01-01T12:00:00Z'), 'UTC')).toThrow(RangeError);
    expect(() => dayOf(new Date('never'), 'UTC')).toThrow(RangeError);
  });
});
