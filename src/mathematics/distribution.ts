import { placeOnScale, type Answer } from './answer.ts';

/**
 * How a group answered one criterion. It keeps no trace of who said what, and everything this package computes
 * about a group is computed from distributions alone: what `disclosure.ts` lets through cannot leak further on.
 */
export type Distribution = {
  /** counts[i] people chose level i + 1; as long as the scale has levels. */
  readonly counts: readonly number[];
  readonly notApplicable: number;
  readonly dontKnow: number;
  readonly notAnswered: number;
};

/** Where the chosen levels lie, on the scale's own levels (1..n; a half between two levels is possible). */
export type Summary = {
  /** People who chose a level. */
  readonly values: number;
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly max: number;
};

/**
 * Counts the answers of a group to one criterion.
 *
 * Example: [5, 4, 4, 'na', 'dk', null] on 5 levels → counts [0, 0, 0, 2, 1], one of each other kind.
 *
 * @param answers one a person, in any order
 * @param levels number of levels of the criterion's scale, at least 2
 * @throws RangeError when an answer is not on the scale
 */
export function distributionOf(answers: readonly Answer[], levels: number): Distribution {
  const counts = new Array<number>(levels).fill(0);
  let notApplicable = 0;
  let dontKnow = 0;
  let notAnswered = 0;
  for (const answer of answers) {
    if (answer === 'na') notApplicable += 1;
    else if (answer === 'dk') dontKnow += 1;
    else if (answer === null) notAnswered += 1;
    else {
      placeOnScale(answer, levels);
      counts[answer - 1] = (counts[answer - 1] ?? 0) + 1;
    }
  }
  return { counts, notApplicable, dontKnow, notAnswered };
}

/**
 * The distribution of several groups taken together; null when there is none.
 *
 * @throws RangeError when the groups did not answer on the same scale
 */
export function sumOfDistributions(distributions: readonly Distribution[]): Distribution | null {
  const [first, ...others] = distributions;
  if (!first) return null;
  return others.reduce((sum, next) => {
    requireSameScale(sum, next);
    return {
      counts: sum.counts.map((count, i) => count + (next.counts[i] ?? 0)),
      notApplicable: sum.notApplicable + next.notApplicable,
      dontKnow: sum.dontKnow + next.dontKnow,
      notAnswered: sum.notAnswered + next.notAnswered,
    };
  }, first);
}

/** @throws RangeError when the two distributions are not on the same scale */
export function requireSameScale(a: Distribution, b: Distribution): void {
  if (a.counts.length !== b.counts.length) {
    throw new RangeError(`scales of ${a.counts.length} and ${b.counts.length} levels cannot be compared`);
  }
}

/** How many people chose a level. */
export function valuesIn(distribution: Distribution): number {
  return distribution.counts.reduce((sum, count) => sum + count, 0);
}

/** How many people said something: a level, "does not apply" or "I don't know". */
export function answeredIn(distribution: Distribution): number {
  return valuesIn(distribution) + distribution.notApplicable + distribution.dontKnow;
}

/** How many people were asked, answering or not. */
export function askedIn(distribution: Distribution): number {
  return answeredIn(distribution) + distribution.notAnswered;
}

/**
 * Median, quartiles, lowest and highest of the chosen levels; null when nobody chose one.
 * There is no mean here on purpose: shown alone it hides a group split in two.
 *
 * Quantiles follow definition 2 of Hyndman & Fan (1996), the step function averaged at its jumps: with the n values
 * sorted, the value of rank ⌈np⌉, or the middle of those of ranks np and np + 1 when np is whole. It gives the usual
 * median, only levels or halves, and turning the scale round turns the quartiles round with it.
 *
 * Example: levels 1, 2, 2, 3, 5, 5 (n = 6): median (2 + 3)/2 = 2.5 as 6 × ½ = 3 is whole; lower quartile of
 * rank ⌈1.5⌉ = 2: level 2; upper quartile of rank ⌈4.5⌉ = 5: level 5.
 *
 * Source: Hyndman R. J., Fan Y. (1996) Sample quantiles in statistical packages, The American Statistician
 * 50(4):361–365, doi:10.1080/00031305.1996.10473566.
 */
export function summaryOf(distribution: Distribution): Summary | null {
  const values = valuesIn(distribution);
  if (values === 0) return null;
  return {
    values,
    min: levelOfRank(distribution, 1),
    lowerQuartile: quantile(distribution, values * 0.25),
    median: quantile(distribution, values * 0.5),
    upperQuartile: quantile(distribution, values * 0.75),
    max: levelOfRank(distribution, values),
  };
}

function quantile(distribution: Distribution, position: number): number {
  if (!Number.isInteger(position)) return levelOfRank(distribution, Math.ceil(position));
  return (levelOfRank(distribution, position) + levelOfRank(distribution, position + 1)) / 2;
}

/** The level of the value of the given rank (1 = the lowest value). */
function levelOfRank(distribution: Distribution, rank: number): number {
  let seen = 0;
  for (const [i, count] of distribution.counts.entries()) {
    seen += count;
    if (seen >= rank) return i + 1;
  }
  throw new RangeError(`no value of rank ${rank} among ${seen}`);
}
