import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf } from './age.ts';

describe('how long ago a day was', () => {
  test.each([
    ['2026-11-23', 'days', 0],
    ['2026-12-01', 'days', 0],
    ['2026-11-22', 'days', 1],
    ['2026-10-24', 'days', 30],
    ['2026-10-23', 'months', 1],
    ['2026-08-23', 'months', 3],
    ['2025-11-24', 'months', 11],
    ['2024-11-24', 'months', 23],
    ['2024-11-23', 'years', 2],
    ['2014-01-01', 'years', 12],
  ] as const)('from %s is said in %s: %i', (day, unit, count) => {
    expect(ageOf(day, '2026-11-23')).toEqual({ unit, count });
  });

  test('never grows when the day comes nearer', () => {
    const inDays = { days: 1, months: 30.4, years: 365.25 };
    const day = fc
      .integer({ min: 0, max: 20_000 })
      .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [earlier, later] = [one, other].toSorted();
        const [far, near] = [ageOf(earlier ?? '', '2026-11-23'), ageOf(later ?? '', '2026-11-23')];
        expect(far.count * inDays[far.unit] + 1).toBeGreaterThanOrEqual(near.count * inDays[near.unit]);
      }),
    );
  });
});
