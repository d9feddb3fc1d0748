import { describe, expect, it } from 'vitest';
import { cautiousShare, proportionTest, twoProportionTest } from './proportion-tests.ts';

describe('tests of shares', () => {
  it('give the worked examples', () => {
    expect(cautiousShare(3, 3)).toBe(0.8);
    expect(cautiousShare(0, 0)).toBe(0.5);
    expect(proportionTest(8, 8)).toBe(3);
    const shares = twoProportionTest({ favourable: 3, votes: 3 }, { favourable: 0, votes: 3 });
    expect(shares).toBeCloseTo(0.75 / Math.sqrt((15 / 64) * 0.5), 12);
  });

  it('say nothing where everybody is in favour', () => {
    expect(twoProportionTest({ favourable: 4, votes: 4 }, { favourable: 9, votes: 9 })).toBe(0);
  });
});
