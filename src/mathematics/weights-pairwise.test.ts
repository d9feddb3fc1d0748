import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightsOfBestWorst } from './weights-best-worst.ts';
import { CONSISTENT_UP_TO, RANDOM_INDEX, weightsOfComparisons } from './weights-pairwise.ts';
import { weightsOfPoints } from './weights.ts';

const anyImportance = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 7 })
  .map((importance) => ({ importance, weights: weightsOfPoints(importance) }));

function near(numbers: readonly number[]): unknown[] {
  return numbers.map((number) => expect.closeTo(number, 9));
}

describe('weights from pairwise comparisons', () => {
  it('gives the worked examples', () => {
    expect(
      weightsOfComparisons([
        [1, 3],
        [1 / 3, 1],
      ]),
    ).toMatchObject({
      weights: near([0.75, 0.25]),
      lambdaMax: expect.closeTo(2, 12) as number,
      consistencyIndex: 0,
      consistencyRatio: 0,
      worstTriad: null,
    });
    const contradicting = [
      [1, 2, 1],
      [0.5, 1, 2],
      [1, 0.5, 1],
    ];
    const result = weightsOfComparisons(contradicting);
    expect(result.worstTriad).toEqual({ criteria: [0, 1, 2], implied: 4, stated: 1 });
    expect(result.consistencyRatio).toBeGreaterThan(CONSISTENT_UP_TO);
  });

  it('finds the weights again when nothing contradicts, in any order of criteria', () => {
    fc.assert(
      fc.property(anyImportance, ({ importance, weights }) => {
        const matrix = importance.map((one) => importance.map((other) => one / other));
        const result = weightsOfComparisons(matrix);
        expect(result.weights).toEqual(near(weights));
        expect(result.consistencyIndex).toBeCloseTo(0, 9);
        expect(result.worstTriad).toBeNull();
      }),
    );
  });

  it('has no ratio where the table of random indices ends', () => {
    const equal = Array.from({ length: RANDOM_INDEX.length }, () =>
      new Array<number>(RANDOM_INDEX.length).fill(1),
    );
    expect(weightsOfComparisons(equal).consistencyRatio).toBeNull();
  });

  it.each([
    [[]],
    [[[1, 2]]],
    [
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      [
        [1, -3],
        [-3, 1],
      ],
    ],
    [[[Number.NaN]]],
  ])('refuses %j', (matrix) => {
    expect(() => weightsOfComparisons(matrix)).toThrow(RangeError);
  });
});

describe('weights by the best and the worst', () => {
  it('finds the weights again when nothing contradicts', () => {
    fc.assert(
      fc.property(anyImportance, ({ importance, weights }) => {
        const best = importance.indexOf(Math.max(...importance));
        const worst = importance.lastIndexOf(Math.min(...importance));
        fc.pre(best !== worst && importance[best] !== importance[worst]);
        const result = weightsOfBestWorst({
          best,
          worst,
          bestToOthers: importance.map((one) => (importance[best] ?? 1) / one),
          othersToWorst: importance.map((one) => one / (importance[worst] ?? 1)),
        });
        expect(result.weights).toEqual(near(weights));
        expect(result.xi).toBeCloseTo(0, 9);
        expect(result.inputRatio).toBeCloseTo(0, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps within ξ of what was said, and names the criterion that contradicts most', () => {
    const said = { best: 2, worst: 0, bestToOthers: [8, 2, 1], othersToWorst: [1, 5, 8] };
    const { weights, xi, inputRatio, mostContradicting } = weightsOfBestWorst(said);
    expect(weights).toEqual(near([2 / 28, 9 / 28, 17 / 28]));
    expect(xi).toBeCloseTo(1 / 28, 9);
    expect(inputRatio).toBeCloseTo(2 / 56, 12);
    expect(mostContradicting).toBe(1);
  });

  it.each([
    { best: 0, worst: 0, bestToOthers: [1, 1], othersToWorst: [1, 1] },
    { best: 0, worst: 1, bestToOthers: [2, 3], othersToWorst: [3, 1] },
    { best: 0, worst: 1, bestToOthers: [1, 3], othersToWorst: [2, 1] },
    { best: 0, worst: 1, bestToOthers: [1, 0.5], othersToWorst: [0.5, 1] },
    { best: 0, worst: 0, bestToOthers: [], othersToWorst: [] },
  ])('refuses %j', (said) => {
    expect(() => weightsOfBestWorst(said)).toThrow(RangeError);
  });
});
