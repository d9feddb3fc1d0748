import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf, type Distribution } from './distribution.ts';
import {
  dispersionWithin,
  distanceBetween,
  mostDivergentFirst,
  spreadBetween,
  type CollegeAnswers,
} from './spread.ts';

const LEVELS = 5;
const anyLevel = fc.integer({ min: 1, max: LEVELS });
/** At least one level was chosen. */
const anyDistribution = fc
  .array(anyLevel, { minLength: 1, maxLength: 12 })
  .map((levels) => distributionOf([...levels, 'na', 'dk', null], LEVELS));

const of = (...answers: (number | 'na' | 'dk' | null)[]) => distributionOf(answers, LEVELS);
const college = (id: string, ...answers: number[]): CollegeAnswers => ({ id, distribution: of(...answers) });
const anyColleges = fc
  .array(anyDistribution, { minLength: 2, maxLength: 5 })
  .map((distributions) => distributions.map((distribution, i) => ({ id: `college ${i}`, distribution })));

/** The same answers on the scale turned round. */
function reversed(distribution: Distribution): Distribution {
  return { ...distribution, counts: distribution.counts.toReversed() };
}

function times(factor: number, distribution: Distribution): Distribution {
  return { ...distribution, counts: distribution.counts.map((count) => count * factor) };
}

function shares({ counts }: Distribution): number[] {
  const values = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / values);
}

describe('distanceBetween', () => {
  it('gives the worked example', () => {
    expect(distanceBetween(of(4, 4, 5, 5), of(2, 3))).toBe(0.5);
  });

  it('is 1 between opposite extremes and grows with each step between', () => {
    expect([1, 2, 3, 4, 5].map((level) => distanceBetween(of(1, 1, 1), of(level)))).toEqual([
      0, 0.25, 0.5, 0.75, 1,
    ]);
  });

  it('sees a divided college that its median hides', () => {
    expect(distanceBetween(of(1, 1, 5, 5), of(3, 3))).toBe(0.5);
  });

  it('leaves out "does not apply", "I don’t know" and silence', () => {
    expect(distanceBetween(of(4, 'na', 'dk', null), of(4))).toBe(0);
    expect(distanceBetween(of('na', 'dk'), of(4))).toBeNull();
  });

  it('refuses different scales', () => {
    expect(() => distanceBetween(distributionOf([1], 4), of(1))).toThrow(RangeError);
  });

  it('is a metric within 0..1: symmetric, and never longer than through a third group', () => {
    fc.assert(
      fc.property(anyDistribution, anyDistribution, anyDistribution, (a, b, c) => {
        const distance = distanceBetween(a, b) ?? Number.NaN;
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expect(distanceBetween(b, a)).toBeCloseTo(distance, 12);
        expect(distanceBetween(a, a)).toBe(0);
        const through = (distanceBetween(a, c) ?? 0) + (distanceBetween(c, b) ?? 0);
        expect(distance).toBeLessThanOrEqual(through + 1e-12);
      }),
    );
  });

  it('is 0 only between groups that answered in the same shares', () => {
    fc.assert(
      fc.property(anyDistribution, anyDistribution, (a, b) => {
        const same = shares(a).every((share, i) => Math.abs(share - (shares(b)[i] ?? 0)) < 1e-9);
        expect((distanceBetween(a, b) ?? Number.NaN) < 1e-9).toBe(same);
      }),
    );
  });

  it('is the same whichever way round the scale, and whatever the sizes of the groups', () => {
    fc.assert(
      fc.property(anyDistribution, anyDistribution, fc.integer({ min: 2, max: 9 }), (a, b, factor) => {
        const distance = distanceBetween(a, b) ?? Number.NaN;
        expect(distanceBetween(reversed(a), reversed(b))).toBeCloseTo(distance, 12);
        expect(distanceBetween(times(factor, a), b)).toBeCloseTo(distance, 12);
        expect(distanceBetween(a, times(factor, a))).toBeCloseTo(0, 12);
      }),
    );
  });

  it('is the mean distance of the sorted answers when the groups are of the same size', () => {
    const pairs = fc.array(fc.tuple(anyLevel, anyLevel), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(pairs, (answers) => {
        const a = answers.map(([level]) => level).toSorted((x, y) => x - y);
        const b = answers.map(([, level]) => level).toSorted((x, y) => x - y);
        const moved = a.reduce((sum, level, i) => sum + Math.abs(level - (b[i] ?? 0)), 0);
        expect(distanceBetween(of(...a), of(...b))).toBeCloseTo(moved / a.length / (LEVELS - 1), 12);
      }),
    );
  });
});

describe('dispersionWithin', () => {
  it('gives the worked example', () => {
    expect(dispersionWithin(of(2, 2, 4, 5))).toBe(0.6875);
  });

  it('gives the figure of the R package agrmt for its example (l = 0.7728734)', () => {
    const distribution = {
      counts: [30, 40, 210, 130, 530, 50, 10],
      notApplicable: 0,
      dontKnow: 0,
      notAnswered: 0,
    };
    expect(dispersionWithin(distribution)).toBeCloseTo(1 - 0.7728734 ** 2, 6);
  });

  it('is 0 when all agree, 1 when split between both ends, null when nobody chose a level', () => {
    expect(dispersionWithin(of(3, 3, 3))).toBe(0);
    expect(dispersionWithin(of(1, 5, 1, 5))).toBe(1);
    expect(dispersionWithin(of('na', null))).toBeNull();
  });

  it('is the mean distance of two people drawn at random, 1 standing for half at each end', () => {
    fc.assert(
      fc.property(fc.array(anyLevel, { minLength: 1, maxLength: 10 }), (levels) => {
        const sum = levels
          .flatMap((a) => levels.map((b) => Math.abs(a - b)))
          .reduce((total, gap) => total + gap, 0);
        const mean = sum / levels.length ** 2;
        expect(dispersionWithin(of(...levels))).toBeCloseTo((2 * mean) / (LEVELS - 1), 12);
        expect(dispersionWithin(reversed(of(...levels)))).toBeCloseTo((2 * mean) / (LEVELS - 1), 12);
      }),
    );
  });
});

describe('spreadBetween', () => {
  const residents = college('residents', 4, 4, 5, 5);
  const elected = college('elected', 2, 3);
  const staff = college('staff', 3, 3);

  it('names the two colleges that differ most', () => {
    const gap = { between: ['residents', 'elected'], distance: 0.5, medianGap: 0.5 };
    expect(spreadBetween([residents, elected, staff])).toEqual({ widest: gap, widestMedians: gap });
  });

  it('may name other colleges for the medians than for the whole distributions', () => {
    const divided = college('divided', 1, 1, 5, 5);
    const low = college('low', 2, 3, 3);
    const high = college('high', 4, 4, 4);
    const spread = spreadBetween([low, high, divided]);
    expect(spread?.widest).toEqual({ between: ['high', 'divided'], distance: 0.5, medianGap: 0.25 });
    expect(spread?.widestMedians.between).toEqual(['low', 'high']);
  });

  it('needs two colleges that chose levels', () => {
    expect(spreadBetween([residents])).toBeNull();
    expect(spreadBetween([residents, { id: 'users', distribution: of('na', 'dk', null) }])).toBeNull();
  });

  it('is the same whatever the order and the names of the colleges, and the way round of the scale', () => {
    fc.assert(
      fc.property(anyColleges, (colleges) => {
        const spread = spreadBetween(colleges);
        const renamed = colleges
          .toReversed()
          .map(({ distribution }, i) => ({ id: `other ${i}`, distribution }));
        const turned = colleges.map(({ id, distribution }) => ({ id, distribution: reversed(distribution) }));
        for (const same of [spreadBetween(renamed), spreadBetween(turned)]) {
          expect(same?.widest.distance).toBeCloseTo(spread?.widest.distance ?? Number.NaN, 12);
          expect(same?.widestMedians.medianGap).toBeCloseTo(
            spread?.widestMedians.medianGap ?? Number.NaN,
            12,
          );
        }
      }),
    );
  });

  it('is as wide as the widest pair, and never narrows when a college joins', () => {
    fc.assert(
      fc.property(anyColleges, anyDistribution, (colleges, distribution) => {
        const widest = spreadBetween(colleges)?.widest.distance ?? Number.NaN;
        const pairs = colleges.flatMap((a) =>
          colleges.map((b) => distanceBetween(a.distribution, b.distribution) ?? 0),
        );
        expect(widest).toBeCloseTo(Math.max(...pairs), 12);
        const joined = spreadBetween([...colleges, { id: 'new', distribution }]);
        expect(joined?.widest.distance).toBeGreaterThanOrEqual(widest - 1e-12);
      }),
    );
  });
});

describe('mostDivergentFirst', () => {
  it('puts the widest distance first, then the wider medians, and what cannot be compared last', () => {
    const criteria = [
      { id: 'agreed', colleges: [college('a', 3, 3), college('b', 3, 3)] },
      { id: 'alone', colleges: [college('a', 1, 5)] },
      { id: 'divided within', colleges: [college('a', 1, 1, 5, 5), college('b', 3, 3)] },
      { id: 'opposed', colleges: [college('a', 1, 1), college('b', 5, 5)] },
      { id: 'apart', colleges: [college('a', 2, 2), college('b', 4, 4)] },
    ];
    const ordered = mostDivergentFirst(criteria);
    expect(ordered.map(({ id }) => id)).toEqual(['opposed', 'apart', 'divided within', 'agreed', 'alone']);
    expect(ordered.at(-1)?.spread).toBeNull();
  });

  it('takes distances that differ by floating noise as equal', () => {
    const narrow = { id: 'narrow medians', colleges: [college('a', 3), college('b', 2, 4, 5)] };
    const wide = { id: 'wide medians', colleges: [college('a', 3), college('b', 1, 1, 3)] };
    const ordered = mostDivergentFirst([narrow, wide]);
    expect(ordered.map(({ id }) => id)).toEqual(['wide medians', 'narrow medians']);
    expect(ordered.map(({ spread }) => spread?.widest.distance)).not.toEqual([1 / 3, 1 / 3]);
  });

  it('keeps the given order where nothing tells criteria apart', () => {
    const colleges = [college('a', 1), college('b', 2)];
    const ordered = mostDivergentFirst(['x', 'y', 'z'].map((id) => ({ id, colleges })));
    expect(ordered.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
  });
});
