import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedSum, weightsOfPoints } from './weights.ts';
import { quantile, weightsByGroup, weightsOfGroup } from './weights-of-groups.ts';
import { weightsOfPlaces, weightsOfRanking, type RankRule } from './weights-ranking.ts';

const RULES: RankRule[] = ['roc', 'rank-sum'];
const anyPoints = fc
  .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 })
  .filter((points) => points.some((point) => point > 1e-3));

function near(numbers: readonly number[]): unknown[] {
  return numbers.map((number) => expect.closeTo(number, 9));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describe('weightsOfPoints', () => {
  it('gives the worked example', () => {
    expect(weightsOfPoints([40, 30, 20, 10])).toEqual([0.4, 0.3, 0.2, 0.1]);
  });

  it('adds up to 1 and does not depend on the scale of the points', () => {
    fc.assert(
      fc.property(anyPoints, fc.double({ min: 0.01, max: 1000, noNaN: true }), (points, factor) => {
        const weights = weightsOfPoints(points);
        expect(sum(weights)).toBeCloseTo(1, 12);
        expect(weightsOfPoints(points.map((point) => point * factor))).toEqual(near(weights));
      }),
    );
  });

  it.each([[[]], [[0, 0]], [[-5, 10]], [[Number.NaN, 1]], [[Number.POSITIVE_INFINITY]], [[1e308, 1e308]]])(
    'refuses %j',
    (points) => {
      expect(() => weightsOfPoints(points)).toThrow(RangeError);
    },
  );
});

describe('weightedSum', () => {
  it('is the sum of the products, of as many weights as values', () => {
    expect(weightedSum([0.5, 0.5], [1, 3])).toBe(2);
    expect(() => weightedSum([1], [1, 3])).toThrow(RangeError);
  });
});

describe('weights of a ranking', () => {
  it('gives the worked examples', () => {
    expect(weightsOfPlaces(3, 'roc')).toEqual(near([11 / 18, 5 / 18, 2 / 18]));
    expect(weightsOfRanking([1, 2, 2], 'rank-sum')).toEqual(near([0.5, 0.25, 0.25]));
  });

  it('adds up to 1, follows the ranking, and gives equals the same', () => {
    const anyRanks = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyRanks, fc.constantFrom(...RULES), (ranks, rule) => {
        const weights = weightsOfRanking(ranks, rule);
        expect(sum(weights)).toBeCloseTo(1, 12);
        for (const [i, rank] of ranks.entries()) {
          for (const [j, other] of ranks.entries()) {
            if (rank < other) expect(weights[i]).toBeGreaterThan(weights[j] ?? Number.NaN);
            if (rank === other) expect(weights[i]).toBe(weights[j]);
          }
        }
      }),
    );
  });

  it('refuses what is no ranking', () => {
    expect(() => weightsOfPlaces(0, 'roc')).toThrow(RangeError);
    expect(() => weightsOfPlaces(2.5, 'roc')).toThrow(RangeError);
    expect(() => weightsOfRanking([1, Number.NaN], 'roc')).toThrow(RangeError);
  });
});

describe('the weights of a group', () => {
  const people = [
    [0.5, 0.5],
    [0.7, 0.3],
    [0.9, 0.1],
  ];

  it('gives the worked example', () => {
    const group = weightsOfGroup(people);
    expect(group?.summaries[0]).toEqual({
      min: 0.5,
      lowerQuartile: 0.5,
      median: 0.7,
      upperQuartile: 0.9,
      max: 0.9,
    });
    expect(group?.mean).toEqual(near([0.7, 0.3]));
    expect(group?.geometricMean?.map((weight) => weight.toFixed(3))).toEqual(['0.734', '0.266']);
  });

  it('counts everybody the same, whatever the unit of their points, and in any order', () => {
    const inPoints = [
      [90, 10],
      [5, 5],
      [700, 300],
    ];
    const { people: count, summaries, mean } = weightsOfGroup(inPoints) ?? {};
    expect(count).toBe(3);
    expect(mean).toEqual(near([0.7, 0.3]));
    expect(summaries?.[0]?.median).toBeCloseTo(0.7, 12);
  });

  it('is the same when everybody is there twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), { minLength: 1 }),
        (given) => {
          const [once, twice] = [weightsOfGroup(given), weightsOfGroup([...given, ...given])];
          expect(twice?.summaries).toEqual(once?.summaries);
          expect(twice?.mean).toEqual(near(once?.mean ?? []));
          expect(twice?.geometricMean).toEqual(near(once?.geometricMean ?? []));
        },
      ),
    );
  });

  it('has no geometric mean when somebody gave a 0, and nothing at all without people', () => {
    expect(weightsOfGroup([[1, 0]])?.geometricMean).toBeNull();
    expect(weightsOfGroup([])).toBeNull();
    expect(() => weightsOfGroup([[1, 2], [1]])).toThrow(RangeError);
  });

  it('is kept apart for groups that think otherwise', () => {
    const groups = weightsByGroup([
      { group: 'residents', weights: [1, 0] },
      { group: 'elected', weights: [0, 1] },
      { group: 'residents', weights: [3, 1] },
    ]);
    expect([...groups.keys()]).toEqual(['residents', 'elected']);
    expect(groups.get('residents')).toMatchObject({ people: 2, mean: [0.875, 0.125] });
    expect(groups.get('elected')).toMatchObject({ people: 1, mean: [0, 1] });
  });

  it('has the quantiles of definition 2', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile([1, 2, 3, 4], share))).toEqual([
      1, 1.5, 2.5, 3.5, 4,
    ]);
  });
});
