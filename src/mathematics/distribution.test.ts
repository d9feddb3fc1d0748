import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import {
  answeredIn,
  askedIn,
  distributionOf,
  sumOfDistributions,
  summaryOf,
  valuesIn,
  type Distribution,
  type Summary,
} from './distribution.ts';

const LEVELS = 5;
const anyAnswers = fc.array(
  fc.oneof(fc.integer({ min: 1, max: LEVELS }), fc.constantFrom<Answer>('na', 'dk', null)),
  { maxLength: 12 },
);

/** The same answers on the scale turned round. */
function reversed(distribution: Distribution): Distribution {
  return { ...distribution, counts: distribution.counts.toReversed() };
}

function summary(...levels: number[]): Summary | null {
  return summaryOf(distributionOf(levels, LEVELS));
}

describe('distributionOf', () => {
  it('counts each level and each way of not choosing one apart', () => {
    const distribution = distributionOf([5, 4, 4, 'na', 'dk', null], 5);
    expect(distribution).toEqual({ counts: [0, 0, 0, 2, 1], notApplicable: 1, dontKnow: 1, notAnswered: 1 });
    expect([valuesIn(distribution), answeredIn(distribution), askedIn(distribution)]).toEqual([3, 5, 6]);
  });

  it('refuses a level that is not on the scale', () => {
    expect(() => distributionOf([5], 4)).toThrow(RangeError);
  });

  it('does not depend on the order of people', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        expect(distributionOf(answers.toReversed(), LEVELS)).toEqual(distributionOf(answers, LEVELS));
      }),
    );
  });
});

describe('sumOfDistributions', () => {
  it('is the distribution of all the people together', () => {
    fc.assert(
      fc.property(fc.array(anyAnswers, { minLength: 1, maxLength: 4 }), (groups) => {
        const sum = sumOfDistributions(groups.map((answers) => distributionOf(answers, LEVELS)));
        expect(sum).toEqual(distributionOf(groups.flat(), LEVELS));
      }),
    );
  });

  it('is null for no group, and refuses different scales', () => {
    expect(sumOfDistributions([])).toBeNull();
    expect(() => sumOfDistributions([distributionOf([1], 4), distributionOf([1], 5)])).toThrow(RangeError);
  });
});

describe('summaryOf', () => {
  it('gives the worked example', () => {
    expect(summary(1, 2, 2, 3, 5, 5)).toEqual({
      values: 6,
      min: 1,
      lowerQuartile: 2,
      median: 2.5,
      upperQuartile: 5,
      max: 5,
    });
  });

  it('gives one person’s level everywhere', () => {
    expect(summary(4)).toEqual({ values: 1, min: 4, lowerQuartile: 4, median: 4, upperQuartile: 4, max: 4 });
  });

  it('averages at the jumps: four people, quartiles between the halves', () => {
    expect(summary(1, 2, 4, 5)).toMatchObject({ lowerQuartile: 1.5, median: 3, upperQuartile: 4.5 });
  });

  it('is null when nobody chose a level', () => {
    expect(summaryOf(distributionOf(['na', 'dk', null], 5))).toBeNull();
  });

  it('is ordered, and turns round with the scale', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const distribution = distributionOf(answers, LEVELS);
        const straight = summaryOf(distribution);
        const turned = summaryOf(reversed(distribution));
        fc.pre(straight !== null && turned !== null);
        const { min, lowerQuartile, median, upperQuartile, max } = straight;
        const ordered = [min, lowerQuartile, median, upperQuartile, max];
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
        expect(ordered.map((level) => LEVELS + 1 - level)).toEqual([
          turned.max,
          turned.upperQuartile,
          turned.median,
          turned.lowerQuartile,
          turned.min,
        ]);
      }),
    );
  });
});
