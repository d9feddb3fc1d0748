import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from './adjusted-rand-index.ts';

const labels = fc.array(fc.nat(3), { minLength: 1, maxLength: 12 });

describe('adjustedRandIndex', () => {
  it('gives the worked example', () => {
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(4 / 7, 12);
  });

  it('is 1 with itself, whatever the groups are called', () => {
    fc.assert(
      fc.property(labels, (groups) => {
        const renamed = groups.map((group) => 3 - group);
        expect(adjustedRandIndex(groups, renamed)).toBeCloseTo(1, 12);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same both ways', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 12 }), (pairs) => {
        const [one, other] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        expect(adjustedRandIndex(one, other)).toBeCloseTo(adjustedRandIndex(other, one), 12);
      }),
      { numRuns: 100 },
    );
  });

  it('is below 0 for groups that avoid one another', () => {
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeLessThan(0);
  });
});
