import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { losesTooMuch, nextDay, rhythms } from './source.ts';

describe('nextDay', () => {
  it.each([
    ['day', 0, '2026-11-24'],
    ['day', 1, '2026-11-24'],
    ['day', 3, '2026-11-27'],
    ['day', 30, '2027-01-22'],
    ['week', 0, '2026-11-30'],
    ['week', 2, '2026-12-07'],
    ['month', 9, '2027-01-22'],
    ['hand', 0, null],
  ] as const)('of %s after %d failures is %s', (every, failures, day) => {
    expect(nextDay(every, failures, '2026-11-23')).toBe(day);
  });

  it('never comes sooner after one more failure', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rhythms), fc.nat(100), (every, failures) => {
        const [one, more] = [failures, failures + 1].map(
          (count) => nextDay(every, count, '2026-02-28') ?? '',
        );
        expect((more ?? '') >= (one ?? '')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

it.each([
  [{ before: 20, gone: 4 }, false],
  [{ before: 20, gone: 5 }, true],
  [{ before: 3, gone: 3 }, false],
  [{ before: 4, gone: 4 }, true],
  [{ before: 0, gone: 0 }, false],
])('a loss of %j is too much: %s', (loss, tooMuch) => expect(losesTooMuch(loss)).toBe(tooMuch));
