import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { krippendorffAlpha, unitsOf, type Measurement } from './agreement.ts';
import dataC from './cases/krippendorff-alpha-c-data.json' with { type: 'json' };

const MEASUREMENTS: Measurement[] = ['nominal', 'ordinal', 'interval', 'ratio'];
const anyLevel = fc.integer({ min: 1, max: 5 });
const anyUnits = fc.array(fc.array(anyLevel, { maxLength: 6 }), { minLength: 1, maxLength: 8 });

function closeTo(value: number): unknown {
  return expect.closeTo(value, 10);
}

/** What equals α but for floating noise. */
function near(alpha: number | null): unknown {
  return alpha === null ? null : closeTo(alpha);
}

describe('krippendorffAlpha', () => {
  it.each(MEASUREMENTS)('gives the published figure of data set C, %s', (measurement) => {
    const alpha = krippendorffAlpha(unitsOf(dataC.input.coders), measurement);
    expect(alpha).toBeCloseTo(dataC.expected[measurement], 8);
    expect(Math.abs((alpha ?? Number.NaN) - dataC.expected.published[measurement])).toBeLessThan(0.0006);
  });

  it('gives the worked example', () => {
    const units = [
      [1, 1],
      [1, 2],
      [2, 2],
    ];
    expect(krippendorffAlpha(units, 'nominal')).toBeCloseTo(4 / 9, 12);
  });

  it('is 1 when all agree on units that differ', () => {
    const units = [
      [1, 1, 1],
      [4, 4],
      [5, 5, 5],
    ];
    for (const measurement of MEASUREMENTS) expect(krippendorffAlpha(units, measurement)).toBe(1);
  });

  it('is negative when people disagree more than chance would', () => {
    const units = [
      [1, 5],
      [5, 1],
      [1, 5],
    ];
    for (const measurement of MEASUREMENTS) expect(krippendorffAlpha(units, measurement)).toBeLessThan(0);
  });

  it('is undefined without anything to pair, without variation, or as a ratio of negative values', () => {
    expect(krippendorffAlpha([], 'ordinal')).toBeNull();
    expect(krippendorffAlpha([[1], [2], []], 'ordinal')).toBeNull();
    expect(
      krippendorffAlpha(
        [
          [3, 3],
          [3, 3],
        ],
        'ordinal',
      ),
    ).toBeNull();
    expect(
      krippendorffAlpha(
        [
          [-1, 1],
          [2, 2],
        ],
        'ratio',
      ),
    ).toBeNull();
  });

  it('does not depend on the order of units or of the values in a unit, nor on units with one value', () => {
    fc.assert(
      fc.property(anyUnits, fc.constantFrom(...MEASUREMENTS), anyLevel, (units, measurement, lone) => {
        const alpha = krippendorffAlpha(units, measurement);
        const turned = [[lone], ...units.toReversed().map((unit) => unit.toReversed())];
        expect(krippendorffAlpha(turned, measurement)).toEqual(near(alpha));
      }),
    );
  });

  it('keeps what each measurement promises: names may be swapped, an order stretched, amounts rescaled', () => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const changed = (change: (value: number) => number) => units.map((unit) => unit.map(change));
        const promises: [Measurement, number[][]][] = [
          ['nominal', changed((value) => (value * 7) % 11)],
          ['ordinal', changed((value) => value ** 3)],
          ['ordinal', changed((value) => -value)],
          ['interval', changed((value) => 10 - 2 * value)],
          ['ratio', changed((value) => 3 * value)],
        ];
        for (const [measurement, same] of promises) {
          expect(krippendorffAlpha(same, measurement)).toEqual(near(krippendorffAlpha(units, measurement)));
        }
      }),
    );
  });
});

describe('unitsOf', () => {
  it('reads raters × units column by column, without the missing values', () => {
    expect(
      unitsOf([
        [1, null],
        [2, 3],
      ]),
    ).toEqual([[1, 2], [3]]);
    expect(unitsOf([])).toEqual([]);
  });
});
