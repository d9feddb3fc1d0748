import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summaryOfNumbers } from './number-summary.ts';

test('the worked example', () => {
  expect(summaryOfNumbers([8, 1, 4, 2])).toEqual({
    count: 4,
    lowerQuartile: 1.75,
    median: 3,
    upperQuartile: 5,
  });
  expect(summaryOfNumbers([7])).toEqual({ count: 1, lowerQuartile: 7, median: 7, upperQuartile: 7 });
  expect(() => summaryOfNumbers([])).toThrow(RangeError);
});

test('quartiles stand in order within the numbers, whatever the order they come in', () => {
  const numbers = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(numbers, (given) => {
      const { lowerQuartile, median, upperQuartile } = summaryOfNumbers(given);
      const steps = [Math.min(...given), lowerQuartile, median, upperQuartile, Math.max(...given)];
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      expect(summaryOfNumbers(given.toReversed())).toEqual(summaryOfNumbers(given));
    }),
    { numRuns: 100 },
  );
});
