import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { krippendorffAlpha, unitsOf } from './agreement.ts';
import { agreementInterval } from './agreement-interval.ts';
import { kendallW } from './agreement-rankings.ts';
import dataC from './cases/krippendorff-alpha-c-data.json' with { type: 'json' };
import { seededRandom } from './seeded-random.ts';

describe('agreementInterval', () => {
  const draws = () => ({ resamples: 300, random: seededRandom(5) });

  it('is around α', () => {
    const {
      alpha = 0,
      lower = 1,
      upper = 0,
    } = agreementInterval(dataC.input.coders, 'ordinal', draws()) ?? {};
    expect(alpha).toBeCloseTo(dataC.expected.ordinal, 8);
    expect(lower).toBeLessThan(alpha);
    expect(upper).toBeGreaterThanOrEqual(alpha);
    expect(upper).toBeLessThanOrEqual(1);
  });

  it('does not take somebody drawn twice for two who agree', () => {
    const opposed = [
      [1, 2, 3, 4, 5, 1, 5],
      [5, 4, 1, 2, 1, 5, 1],
      [3, 5, 5, 1, 3, 2, 2],
    ];
    const { alpha = 0, upper = 1 } = agreementInterval(opposed, 'interval', draws()) ?? {};
    const pairs = [opposed.slice(0, 2), opposed.slice(1), [opposed[0] ?? [], opposed[2] ?? []]];
    const alphas = pairs.map((pair) => krippendorffAlpha(unitsOf(pair), 'interval') ?? Number.NaN);
    expect(alpha).toBeLessThan(0);
    expect(upper).toBeLessThan(Math.max(...alphas) + 0.1);
  });

  it('is 1 to 1 when all agree on units that differ', () => {
    const same = [1, 3, 5, 2];
    const interval = agreementInterval([same, same, same, same], 'ordinal', draws());
    expect(interval).toMatchObject({ alpha: 1, lower: 1, upper: 1 });
  });

  it('is undefined where α is, for two people, and where too few resamples give one', () => {
    expect(agreementInterval([[3, 3]], 'ordinal', draws())).toBeNull();
    expect(agreementInterval([[3], [3]], 'ordinal', draws())).toBeNull();
    expect(agreementInterval([], 'ordinal', draws())).toBeNull();
    expect(agreementInterval(dataC.input.coders.slice(2), 'ordinal', draws())).toBeNull();
    const lone = [
      [1, null, null],
      [1, 2, null],
      [null, 3, null],
      [null, null, null],
      [null, null, 4],
    ];
    expect(agreementInterval(lone, 'ordinal', draws())).toBeNull();
  });
});

describe('kendallW', () => {
  const anyRatings = fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 7 }))
    .chain(([raters, things]) =>
      fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: things, maxLength: things }), {
        minLength: raters,
        maxLength: raters,
      }),
    );

  it('gives the worked example, with the tail of χ²', () => {
    const agreement = kendallW([
      [1, 2, 3],
      [1, 3, 2],
    ]);
    expect(agreement).toMatchObject({ w: 0.75, uncorrected: 0.75, chiSquared: 3, degreesOfFreedom: 2 });
    // With two degrees of freedom the tail is exp(−x/2).
    expect(agreement?.p).toBeCloseTo(Math.exp(-1.5), 10);
  });

  it('is 1 for a ranking shared by all, ties included, and 0 for opposite ones', () => {
    expect(
      kendallW([
        [1, 2, 2, 4],
        [10, 20, 20, 40],
      ])?.w,
    ).toBeCloseTo(1, 12);
    expect(
      kendallW([
        [1, 2, 3],
        [3, 2, 1],
      ])?.w,
    ).toBe(0);
  });

  it('lies in 0..1, and depends neither on who comes first nor on the order of things nor on their direction', () => {
    fc.assert(
      fc.property(anyRatings, (ratings) => {
        const agreement = kendallW(ratings);
        expect(agreement === null).toBe(ratings.every((row) => new Set(row).size === 1));
        if (!agreement) return;
        expect(agreement.w).toBeGreaterThanOrEqual(0);
        expect(agreement.w).toBeLessThanOrEqual(1 + 1e-12);
        expect(agreement.uncorrected).toBeLessThanOrEqual(agreement.w + 1e-12);
        const turned = ratings.toReversed().map((row) => row.toReversed().map((value) => 7 - 2 * value));
        expect(kendallW(turned)?.w).toBeCloseTo(agreement.w, 9);
      }),
    );
  });

  it('is undefined with one rater, one thing, or nobody who tells things apart', () => {
    expect(kendallW([])).toBeNull();
    expect(kendallW([[1, 2]])).toBeNull();
    expect(kendallW([[1], [2]])).toBeNull();
    expect(
      kendallW([
        [2, 2],
        [3, 3],
      ]),
    ).toBeNull();
    expect(() => kendallW([[1, 2], [1]])).toThrow(RangeError);
    expect(() => kendallW([[1, Number.NaN]])).toThrow(RangeError);
  });
});
