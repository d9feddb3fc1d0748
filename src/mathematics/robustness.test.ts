import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countRanks, smaa, smaaOf, sumOfCounts } from './robustness-smaa.ts';
import { winsCounter } from './robustness-wins.ts';
import { weightStability } from './robustness-weight-stability.ts';
import { anyWeights, weightsOfPeople } from './robustness-weight-models.ts';
import { seededRandom } from './seeded-random.ts';
import { weightedSum, weightsOfPoints } from './weights.ts';

const CRITERIA = 3;
const anyPlace = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
const anyMatrix = fc.array(fc.array(anyPlace, { minLength: CRITERIA, maxLength: CRITERIA }), {
  minLength: 1,
  maxLength: 6,
});
const givenWeights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: CRITERIA, maxLength: CRITERIA });
const seeded = (draws: number, seed = 1) => {
  const random = seededRandom(seed);
  return { draws, random, weights: anyWeights(random) };
};

function near(numbers: readonly number[] = []): unknown[] {
  return numbers.map((number) => expect.closeTo(number, 9));
}

describe('weight models', () => {
  it('draw any weights with the same mean and the spread of the simplex', () => {
    const weights = anyWeights(seededRandom(7));
    const drawn = new Float64Array(4);
    let [sum, squares] = [0, 0];
    for (let draw = 0; draw < 20_000; draw += 1) {
      weights(drawn);
      expect(drawn.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 12);
      sum += drawn[2] ?? 0;
      squares += (drawn[2] ?? 0) ** 2;
    }
    // Beta(1, 3): mean 1/4, mean square 1/10.
    expect(sum / 20_000).toBeCloseTo(0.25, 2);
    expect(squares / 20_000).toBeCloseTo(0.1, 2);
  });

  it('draw the weights of people, and nothing else', () => {
    const weights = weightsOfPeople(
      [
        [1, 3],
        [4, 0],
      ],
      seededRandom(3),
    );
    const drawn = new Float64Array(2);
    const seen = new Set<string>();
    for (let draw = 0; draw < 50; draw += 1) {
      weights(drawn);
      seen.add(drawn.join(' '));
    }
    expect([...seen].toSorted()).toEqual(['0.25 0.75', '1 0']);
    expect(() => weightsOfPeople([], seededRandom(1))).toThrow(RangeError);
    expect(() => weights(new Float64Array(3))).toThrow(RangeError);
  });
});

describe('smaa', () => {
  it('counts as many firsts as there are people for whom an alternative comes first', () => {
    const random = seededRandom(11);
    const people = [
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ];
    const result = smaa(
      {
        values: [
          [1, 0],
          [0, 1],
        ],
      },
      { draws: 20_000, weights: weightsOfPeople(people, random), random },
    );
    expect(result.rankAcceptability[0]?.[0]).toBeCloseTo(0.75, 2);
    expect(result.centralWeights).toEqual([near([1, 0]), near([0, 1])]);
  });

  it('gives each rank once but for equals, and wins that agree with the ranks', () => {
    fc.assert(
      fc.property(anyMatrix, (values) => {
        const { rankAcceptability, pairwiseWinning } = smaa({ values }, seeded(40));
        for (const [i, shares] of rankAcceptability.entries()) {
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
          // Mean rank = Σ rank × share = how many have strictly more, on average.
          const meanRank = shares.reduce((sum, share, rank) => sum + rank * share, 0);
          expect(pairwiseWinning.reduce((sum, row) => sum + (row[i] ?? 0), 0)).toBeCloseTo(meanRank, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('ranks as a plain sort does, with the same draws', () => {
    fc.assert(
      fc.property(anyMatrix, (values) => {
        const { weights } = seeded(30);
        const drawn = new Float64Array(CRITERIA);
        const firsts = values.map(() => 0);
        for (let draw = 0; draw < 30; draw += 1) {
          weights(drawn);
          const scores = values.map((row) => weightedSum([...drawn], row));
          for (const [i, score] of scores.entries()) {
            if (scores.every((other) => other <= score + 1e-12)) firsts[i] = (firsts[i] ?? 0) + 1 / 30;
          }
        }
        expect(smaa({ values }, seeded(30)).rankAcceptability.map(([first]) => first)).toEqual(near(firsts));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of alternatives; a clone has the same and takes nothing away from the first place', () => {
    fc.assert(
      fc.property(anyMatrix, (values) => {
        const once = smaa({ values }, seeded(25));
        const turned = smaa({ values: values.toReversed() }, seeded(25));
        expect(turned.rankAcceptability.toReversed()).toEqual(once.rankAcceptability);
        const { rankAcceptability } = smaa({ values: [...values, values[0] ?? []] }, seeded(25));
        expect(rankAcceptability.at(-1)).toEqual(rankAcceptability[0]);
        expect(rankAcceptability.map(([first]) => first).slice(0, -1)).toEqual(
          once.rankAcceptability.map(([first]) => first),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('never lowers the first place of who improves', () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(CRITERIA - 1), (values, j) => {
        const [first = [], ...others] = values;
        const before = smaa({ values }, seeded(25)).rankAcceptability[0]?.[0];
        const after = smaa({ values: [first.with(j, (first[j] ?? 0) + 0.3), ...others] }, seeded(25));
        expect(after.rankAcceptability[0]?.[0]).toBeGreaterThanOrEqual(before ?? Number.NaN);
      }),
      { numRuns: 60 },
    );
  });

  it('draws what nobody knows among the levels of its scale, all as likely', () => {
    // Against 0.6, the levels 0, 1/4, 1/2 of five lose and 3/4, 1 win.
    const { pairwiseWinning } = smaa({ values: [[null], [0.6]], levels: [5] }, seeded(20_000));
    expect(pairwiseWinning[0]?.[1]).toBeCloseTo(0.4, 2);
    const unknown = smaa(
      {
        values: [
          [null, null],
          [null, null],
        ],
        levels: [3, 3],
      },
      seeded(20_000),
    );
    expect(unknown.pairwiseWinning[0]?.[1]).toBeCloseTo(unknown.pairwiseWinning[1]?.[0] ?? 0, 1);
  });

  it.each([3, 40, 130])(
    'counts wins among %i alternatives, equals included, as one by one',
    (alternatives) => {
      const random = seededRandom(alternatives);
      const counter = winsCounter(alternatives);
      const expected = new Uint32Array(alternatives * alternatives);
      for (let ranking = 0; ranking < 1100; ranking += 1) {
        const values = Array.from({ length: alternatives }, () => Math.floor(random() * 50));
        if (ranking % 7 > 0) for (const i of values.keys()) values[i] = (values[i] ?? 0) + i * 100;
        const sorted = values.toSorted((a, b) => a - b);
        const ranks = Int32Array.from(values, (value) => sorted.indexOf(value));
        counter.add(ranks);
        for (const [i, rank] of ranks.entries()) {
          for (const [j, other] of ranks.entries()) {
            const cell = i * alternatives + j;
            if (rank < other) expected[cell] = (expected[cell] ?? 0) + 1;
          }
        }
      }
      expect(counter.counted()).toEqual(expected);
      expect(counter.counted()).toEqual(expected);
    },
  );

  it('adds up runs that were made apart', () => {
    const problem = {
      values: [
        [1, 0.2, 0],
        [0.5, 0.6, 0.1],
        [0, 0, 1],
      ],
    };
    const [one, two] = [countRanks(problem, seeded(60, 1)), countRanks(problem, seeded(40, 2))];
    const sum = smaaOf(sumOfCounts([one, two]));
    const [first, second] = [smaaOf(one), smaaOf(two)];
    expect(sum.draws).toBe(100);
    expect(sum.rankAcceptability[0]?.[0]).toBeCloseTo(
      0.6 * (first.rankAcceptability[0]?.[0] ?? 0) + 0.4 * (second.rankAcceptability[0]?.[0] ?? 0),
      9,
    );
    expect(() => sumOfCounts([])).toThrow(RangeError);
    expect(() => sumOfCounts([one, countRanks({ values: [[1]] }, seeded(1))])).toThrow(RangeError);
  });

  it.each([
    { values: [] },
    { values: [[]] },
    { values: [[1, 2], [1]] },
    { values: [[Number.NaN]] },
    { values: [[null]] },
    { values: [[null]], levels: [1] },
  ])('refuses %j', (problem) => {
    expect(() => smaa(problem, seeded(1))).toThrow(RangeError);
  });
});

describe('weightStability', () => {
  it('gives the worked example, with who comes up beyond', () => {
    const { keepingWinner, winners } = weightStability(
      [
        [1, 0],
        [0, 0.5],
      ],
      [1, 1],
    );
    expect(winners).toEqual([0]);
    expect(keepingWinner).toEqual([
      { lower: expect.closeTo(1 / 3, 12) as number, upper: 1, rivalBelow: 1, rivalAbove: null },
      { lower: 0, upper: expect.closeTo(2 / 3, 12) as number, rivalBelow: null, rivalAbove: 1 },
    ]);
  });

  it('holds inside the intervals and no longer outside', () => {
    const moved = (weights: number[], k: number, t: number) => {
      const rest = weights.reduce((sum, weight, j) => sum + (j === k ? 0 : weight), 0);
      return weights.map((weight, j) => (j === k ? t : (weight * (1 - t)) / rest));
    };
    const orderOf = (matrix: number[][], weights: number[]) => {
      const scores = matrix.map((row) => weightedSum(weights, row));
      return scores.map((score) =>
        scores.map((other) => (Math.abs(score - other) < 1e-10 ? 0 : Math.sign(score - other))),
      );
    };
    const winnersOf = (order: number[][]) => order.map((row) => row.every((sign) => sign >= 0));
    fc.assert(
      fc.property(anyMatrix, givenWeights, fc.nat(CRITERIA - 1), (matrix, given, k) => {
        const weights = weightsOfPoints(given);
        const { keepingOrder, keepingWinner } = weightStability(matrix, given);
        const now = orderOf(matrix, weights);
        // None is where two alternatives with eighths and small whole weights can draw level.
        for (const t of [0.0314159, 0.2154435, 0.4714045, 0.6803415, 0.9306049]) {
          const then = orderOf(matrix, moved(weights, k, t));
          const { lower, upper } = keepingOrder[k] ?? { lower: 1, upper: 0 };
          expect(JSON.stringify(then) === JSON.stringify(now)).toBe(t > lower && t < upper);
          const top = keepingWinner[k] ?? { lower: 1, upper: 0 };
          const stays = winnersOf(now).every((was, i) => !was || winnersOf(then)[i]);
          expect(stays).toBe(t > top.lower && t < top.upper);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is defined when one criterion has all the weight, when all are equal, and for one alternative', () => {
    expect(
      weightStability(
        [
          [1, 0],
          [0, 1],
        ],
        [1, 0],
      ).keepingWinner[0],
    ).toMatchObject({ lower: 0.5, upper: 1 });
    expect(
      weightStability(
        [
          [1, 1],
          [1, 1],
        ],
        [1, 1],
      ).keepingOrder[0],
    ).toMatchObject({ lower: 0, upper: 1 });
    expect(weightStability([[1, 0]], [1, 1]).keepingOrder[0]).toMatchObject({ lower: 0, upper: 1 });
    expect(() => weightStability([[1, 0]], [0, 0])).toThrow(RangeError);
  });
});
