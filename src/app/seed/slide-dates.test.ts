import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysToSlide, slideDate } from './slide-dates.ts';

const writtenFor = '2026-11-23';
const moments = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2060-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const days = moments.map((moment) => moment.toISOString().slice(0, 10));

describe('the demonstration slides', () => {
  test.each([
    ['2026-11-23T00:00:00Z', 0],
    ['2026-11-29T23:59:59Z', 0],
    ['2026-11-30T00:00:00Z', 7],
    ['2026-11-22T12:00:00Z', -7],
  ])('on %s by %i days', (now, slid) => {
    expect(daysToSlide(writtenFor, new Date(now))).toBe(slid);
  });

  test('by whole weeks, never past the present day and never a week behind it', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const today = slideDate(writtenFor, daysToSlide(writtenFor, now));
        const age = (Date.parse(now.toISOString().slice(0, 10)) - Date.parse(today)) / 86_400_000;
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThan(7);
        expect(new Date(today).getUTCDay()).toBe(new Date(writtenFor).getUTCDay());
      }),
    );
  });

  test('keeping the order of its days and the time between them', () => {
    fc.assert(
      fc.property(days, days, moments, (one, other, now) => {
        const by = daysToSlide(writtenFor, now);
        const between = (a: string, b: string) => Date.parse(b) - Date.parse(a);
        expect(between(slideDate(one, by), slideDate(other, by))).toBe(between(one, other));
      }),
    );
  });
});

describe('a date keeps its precision', () => {
  test.each([
    ['2026-11-07', 7, '2026-11-14'],
    ['2026-12-31', 7, '2027-01-07'],
    ['2016-03', 28, '2016-04'],
    ['2016-03', -28, '2016-02'],
    ['2016-12', 364, '2017-12'],
    ['2014', 364, '2015'],
    ['2014', 91, '2014'],
    ['2014', -364, '2013'],
  ])('%s slid by %i days is %s', (date, by, slid) => {
    expect(slideDate(date, by)).toBe(slid);
  });
});
