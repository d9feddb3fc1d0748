import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compensationCheck, weightedGeometricMean } from './compensation.ts';
import { normalised, NORMALISATIONS } from './normalisation.ts';
import { outrankingFlows, preferenceOf, type Preference } from './outranking-flows.ts';
import { sortByMajority } from './sorting-majority.ts';
import { sortByOutranking } from './sorting-outranking.ts';
import { weightedSum, weightsOfPoints } from './weights.ts';

const CRITERIA = 3;
const anyValues = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: CRITERIA, maxLength: CRITERIA });
const anyMatrix = fc.array(anyValues, { minLength: 1, maxLength: 6 });
const anyWeights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: CRITERIA, maxLength: CRITERIA });
const max = new Array<'max'>(CRITERIA).fill('max');

function near(numbers: readonly number[] = []): unknown[] {
  return numbers.map((number) => expect.closeTo(number, 9));
}

describe('normalised', () => {
  it('gives the worked example', () => {
    const figures = normalised(
      [
        [4, 2],
        [7, 4],
        [3, 2],
      ],
      ['max', 'min'],
      'max',
    );
    expect(figures).toEqual([
      [4 / 7, 1],
      [1, 0.5],
      [3 / 7, 1],
    ]);
  });

  it('leaves the order of each column, turned round for a cost', () => {
    fc.assert(
      fc.property(anyMatrix, fc.constantFrom(...NORMALISATIONS), (matrix, by) => {
        const positive = matrix.map((row) => row.map((value) => value + 1));
        const figures = normalised(positive, ['max', 'min', 'max'], by);
        for (const [a, row] of positive.entries()) {
          for (const [b, other] of positive.entries()) {
            if ((row[0] ?? 0) > (other[0] ?? 0))
              expect(figures[a]?.[0]).toBeGreaterThan(figures[b]?.[0] ?? 0);
            if ((row[1] ?? 0) > (other[1] ?? 0)) expect(figures[a]?.[1]).toBeLessThan(figures[b]?.[1] ?? 0);
          }
        }
      }),
    );
  });

  it('refuses shares of nothing, and of a free cost', () => {
    expect(() => normalised([[0], [0]], ['max'], 'sum')).toThrow(RangeError);
    expect(() => normalised([[0], [3]], ['min'], 'max')).toThrow(RangeError);
    expect(normalised([[3], [3]], ['max'], 'min-max')).toEqual([[1], [1]]);
  });
});

describe('the check of compensation', () => {
  it('gives the worked examples', () => {
    expect(weightedGeometricMean([1, 1], [1, 0.04])).toBeCloseTo(0.2, 12);
    expect(weightedGeometricMean([1, 1], [0, 0])).toBeCloseTo(0.01, 12);
  });

  it('names the pairs that a strong point put in order', () => {
    const check = compensationCheck(
      [1, 1],
      [
        [1, 0.04],
        [0.5, 0.5],
        [0.2, 0.2],
      ],
    );
    expect(check.sums).toEqual(near([0.52, 0.5, 0.2]));
    expect(check.reversals).toEqual([[0, 1]]);
  });

  it('never lies above the sum, and agrees with it on equal values', () => {
    fc.assert(
      fc.property(anyValues, anyWeights, (values, weights) => {
        const places = values.map((value) => 0.01 + (value / 20) * 0.99);
        const sum = weightedSum(weightsOfPoints(weights), places);
        expect(weightedGeometricMean(weights, places)).toBeLessThanOrEqual(sum + 1e-12);
      }),
    );
  });
});

describe('sortByMajority', () => {
  const rule = {
    categories: [{ profile: [15, 15, 15], veto: [2, null, null] }, { profile: [8, 8, 8] }],
    majority: 0.6,
    directions: max,
  };

  it('says which criteria support, with which weight, and which say no', () => {
    const weights = [1, 1, 3];
    const [one] = sortByMajority([[1, 20, 20]], { ...rule, weights });
    expect(one).toEqual({
      category: 1,
      steps: [
        {
          category: 0,
          supporting: [1, 2],
          support: expect.closeTo(0.8, 12) as number,
          vetoes: [0],
          reached: false,
        },
        {
          category: 1,
          supporting: [1, 2],
          support: expect.closeTo(0.8, 12) as number,
          vetoes: [],
          reached: true,
        },
      ],
    });
  });

  it('reaches a threshold in spite of floating noise', () => {
    const weights = [0.1, 0.2, 0.7];
    const categories = [{ profile: [1, 1, 1] }];
    const [one] = sortByMajority([[1, 1, 0]], { categories, weights, majority: 0.3, directions: max });
    expect(one?.category).toBe(0);
  });

  it('does not depend on the order of alternatives, their clones or the scale of weights, and never falls as a figure rises', () => {
    fc.assert(
      fc.property(anyMatrix, anyWeights, fc.nat(CRITERIA - 1), (matrix, weights, j) => {
        const categoriesOf = (rows: number[][], factor = 1) =>
          sortByMajority(rows, { ...rule, weights: weights.map((weight) => weight * factor) }).map(
            (a) => a.category,
          );
        const categories = categoriesOf(matrix);
        expect(categoriesOf(matrix.toReversed()).toReversed()).toEqual(categories);
        expect(categoriesOf([...matrix, matrix[0] ?? []], 7)).toEqual([...categories, categories[0]]);
        const raised = matrix.map((row) => row.with(j, (row[j] ?? 0) + 5));
        for (const [i, category] of categoriesOf(raised).entries()) {
          expect(category).toBeLessThanOrEqual(categories[i] ?? -1);
        }
      }),
    );
  });

  it('is the same with a criterion turned round, and refuses missing figures', () => {
    const turned = { ...rule, weights: [1, 1, 1], directions: ['min', 'max', 'max'] as const };
    const categories = [{ profile: [-15, 15, 15], veto: [-2, null, null] }, { profile: [-8, 8, 8] }];
    const figures = [
      [16, 16, 0],
      [9, 9, 9],
      [1, 20, 20],
      [2, 2, 2],
    ];
    const sorted = sortByMajority(figures, { ...rule, weights: [1, 1, 1] });
    const opposite = figures.map((row) => row.with(0, -(row[0] ?? 0)));
    expect(sortByMajority(opposite, { ...turned, categories })).toEqual(sorted);
    expect(sorted.map(({ category }) => category)).toEqual([0, 1, 1, 2]);
    expect(() => sortByMajority([[1, 2]], { ...rule, weights: [1, 1, 1] })).toThrow(RangeError);
    expect(() => sortByMajority([[1, 2, 3]], { ...rule, weights: [0, 0, 0] })).toThrow(RangeError);
  });
});

describe('sortByOutranking', () => {
  const rule = {
    profiles: [[50], [70]],
    weights: [1],
    indifference: [5],
    preference: [10],
    veto: [30],
    cut: 0.75,
  };

  it('gives the worked examples', () => {
    const sorted = sortByOutranking([[66], [62], [40]], { ...rule, directions: ['max'] });
    expect(sorted.map(({ pessimistic }) => pessimistic)).toEqual([2, 1, 0]);
    expect(sorted[1]?.overProfiles).toEqual(near([1, 0.4]));
  });

  it('is never more favourable in its pessimistic form, and the same with costs', () => {
    const thresholds = { indifference: [1, 1, 1], preference: [3, 3, 3], veto: [9, null, 9], cut: 0.7 };
    const profiles = [
      [5, 5, 5],
      [12, 12, 12],
    ];
    const negated = (rows: readonly number[][]) => rows.map((row) => row.map((value) => -value));
    fc.assert(
      fc.property(anyMatrix, anyWeights, (matrix, weights) => {
        const sorted = sortByOutranking(matrix, { ...thresholds, profiles, weights, directions: max });
        for (const { pessimistic, optimistic } of sorted) expect(pessimistic).toBeLessThanOrEqual(optimistic);
        const asCosts = {
          ...thresholds,
          weights: weights.map((weight) => weight * 3),
          directions: ['min', 'min', 'min'] as const,
        };
        const again = sortByOutranking(negated(matrix), { ...asCosts, profiles: negated(profiles) });
        expect(again.map(({ pessimistic }) => pessimistic)).toEqual(
          sorted.map(({ pessimistic }) => pessimistic),
        );
        expect(again.map(({ optimistic }) => optimistic)).toEqual(sorted.map(({ optimistic }) => optimistic));
      }),
    );
  });
});

describe('outrankingFlows', () => {
  const shapes: Preference[] = [
    { shape: 'usual' },
    { shape: 'level', q: 1, p: 3 },
    { shape: 'linear', q: 1, p: 6 },
  ];
  const criteriaOf = (weights: number[]) =>
    shapes.map((preference, j) => ({ weight: weights[j] ?? 0, direction: 'max' as const, preference }));

  it('gives the worked example', () => {
    const usual = [0.5, 0.3, 0.2].map(
      (weight) => ({ weight, direction: 'max', preference: { shape: 'usual' } }) as const,
    );
    const flows = outrankingFlows(
      [
        [4, 3, 2],
        [3, 2, 4],
        [5, 1, 3],
      ],
      usual,
    );
    expect([flows.positive[0], flows.negative[0], flows.net[0]]).toEqual(near([0.55, 0.45, 0.1]));
  });

  it.each<[Preference, number[]]>([
    [{ shape: 'usual' }, [0, 1, 1, 1, 1]],
    [{ shape: 'ushape', q: 2 }, [0, 0, 0, 1, 1]],
    [{ shape: 'vshape', p: 4 }, [0, 0.25, 0.5, 0.75, 1]],
    [{ shape: 'level', q: 1, p: 3 }, [0, 0, 0.5, 0.5, 1]],
    [{ shape: 'linear', q: 1, p: 3 }, [0, 0, 0.5, 1, 1]],
    [{ shape: 'gauss', s: 2 }, [0, 1, 2, 3, 4].map((d) => 1 - Math.exp(-(d * d) / 8))],
  ])('has the preference function %j', (preference, degrees) => {
    expect([0, 1, 2, 3, 4].map((difference) => preferenceOf(difference, preference))).toEqual(near(degrees));
    expect(preferenceOf(-3, preference)).toBe(0);
  });

  it('does not pass a threshold by floating noise', () => {
    expect(preferenceOf(0.1 + 0.2, { shape: 'ushape', q: 0.3 })).toBe(0);
    expect(preferenceOf(0.1 + 0.2 - 0.3, { shape: 'usual' })).toBe(0);
  });

  it('adds up to 0, is what its criteria bring, and knows neither the order of rows nor the scale of weights', () => {
    fc.assert(
      fc.property(anyMatrix, anyWeights, (matrix, weights) => {
        const flows = outrankingFlows(matrix, criteriaOf(weights));
        expect(flows.net.reduce((sum, flow) => sum + flow, 0)).toBeCloseTo(0, 9);
        const shares = weightsOfPoints(weights);
        expect(flows.byCriterion.map((brought) => weightedSum(shares, brought))).toEqual(near(flows.net));
        const again = outrankingFlows(matrix.toReversed(), criteriaOf(weights.map((weight) => weight * 5)));
        expect(again.net.toReversed()).toEqual(near(flows.net));
      }),
    );
  });

  it('gives a clone what its original has, and raises who improves', () => {
    fc.assert(
      fc.property(anyMatrix, anyWeights, fc.nat(CRITERIA - 1), (matrix, weights, j) => {
        const original = matrix[0] ?? [];
        const { net } = outrankingFlows([...matrix, original], criteriaOf(weights));
        expect(net.at(-1)).toBeCloseTo(net[0] ?? Number.NaN, 9);
        const improved = [original.with(j, (original[j] ?? 0) + 4), ...matrix.slice(1)];
        const before = outrankingFlows(matrix, criteriaOf(weights)).net[0] ?? 0;
        expect(outrankingFlows(improved, criteriaOf(weights)).net[0]).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });
});
