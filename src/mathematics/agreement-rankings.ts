import jstat from 'jstat';

export type RankingAgreement = {
  /** Kendall's W with the correction for ties: 0 (no agreement) to 1 (the same ranking by all). */
  readonly w: number;
  /** Without the correction: what a table of W without ties shows. */
  readonly uncorrected: number;
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  /** Probability of a W as high from rankings made at random; an approximation, coarse for fewer than 8 things. */
  readonly p: number;
};

/**
 * How far several people rank the same things alike: Kendall's W, with equals sharing the mean of their ranks.
 *
 * W = 12·S/(m²(n³ − n) − m·ΣT), with m raters, n things, S = Σ_i (R_i − R̄)² over the sums of ranks, and T = Σ(t³ − t) over
 * each rater's groups of t equals; χ² = m(n − 1)·W with n − 1 degrees of freedom.
 *
 * Example: (1, 2, 3) and (1, 3, 2): sums 2, 5, 5, mean 4, S = 4 + 1 + 1 = 6; W = 72/(4·24) = .75; χ² = 2·2·.75 = 3.
 *
 * Source: Kendall M. G., Babington Smith B. (1939) The problem of m rankings, Annals of Mathematical Statistics
 * 10(3):275–287; Siegel S., Castellan N. J. (1988) Nonparametric Statistics, 2nd edition, section 9.6.
 *
 * @param ratings raters × things, all given: whoever did not rank everything is left out by the caller
 * @returns null when it is undefined: fewer than two raters or things, or nobody told anything apart
 * @throws RangeError when the rows are of unequal length or hold what is no number
 */
export function kendallW(ratings: readonly (readonly number[])[]): RankingAgreement | null {
  const raters = ratings.length;
  const things = ratings[0]?.length ?? 0;
  if (ratings.some((row) => row.length !== things || !row.every(Number.isFinite))) {
    throw new RangeError('every rater rates everything by a number');
  }
  if (raters < 2 || things < 2) return null;
  const ranked = ratings.map(midRanksOf);
  const sums = Array.from({ length: things }, (_, i) =>
    ranked.reduce((sum, { ranks }) => sum + (ranks[i] ?? 0), 0),
  );
  const mean = (raters * (things + 1)) / 2;
  const deviation = sums.reduce((sum, total) => sum + (total - mean) ** 2, 0);
  const largest = raters ** 2 * (things ** 3 - things);
  const ties = ranked.reduce((sum, rater) => sum + rater.ties, 0);
  if (largest - raters * ties <= 0) return null;
  const w = (12 * deviation) / (largest - raters * ties);
  const chiSquared = raters * (things - 1) * w;
  return {
    w,
    uncorrected: (12 * deviation) / largest,
    chiSquared,
    degreesOfFreedom: things - 1,
    p: chiSquaredTail(chiSquared, things - 1),
  };
}

/** One rater's ranks from 1, equals sharing the mean of theirs, and Σ(t³ − t) over the groups of equals. */
function midRanksOf(values: readonly number[]): { ranks: number[]; ties: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const ranks = values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
  const ties = sorted.reduce((sum, value, i) => {
    if (sorted.indexOf(value) !== i) return sum;
    const equals = sorted.lastIndexOf(value) - i + 1;
    return sum + equals ** 3 - equals;
  }, 0);
  return { ranks, ties };
}

/**
 * P(X ≥ x) for a χ² law with `degrees` of freedom: 1 − P(degrees/2, x/2), the regularised incomplete gamma function.
 * Right to about 10 decimals. Example: 3.841 with 1 degree → 0.05.
 */
function chiSquaredTail(x: number, degrees: number): number {
  return Math.min(1, Math.max(0, 1 - jstat.jStat.lowRegGamma(degrees / 2, x / 2)));
}
