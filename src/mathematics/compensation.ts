import { NOISE } from './decision-matrix.ts';
import { weightedSum, weightsOfPoints } from './weights.ts';

/** A level at the bottom counts for this much in the geometric mean, or a single 0 would hide all the rest. */
const LEAST = 0.01;

/**
 * Weighted geometric mean Π max(v, 0.01)^w: a weak point is made up for less easily than in a sum.
 *
 * Example, equal weights: (1, 0.04) → √0.04 = 0.2, where the sum gives 0.52; (0.5, 0.5) → 0.5 in both.
 *
 * Source: Nardo et al. (2008) OECD/JRC Handbook, step 6, doi:10.1787/9789264043466-en.
 *
 * @param weights 0 or more, in any unit
 * @param values 0..1, one a criterion
 * @returns 0.01..1
 */
export function weightedGeometricMean(weights: readonly number[], values: readonly number[]): number {
  return Math.exp(
    weightedSum(
      weightsOfPoints(weights),
      values.map((value) => Math.log(Math.max(value, LEAST))),
    ),
  );
}

export type CompensationCheck = {
  /** Weighted arithmetic means, one an alternative. */
  readonly sums: readonly number[];
  /** Weighted geometric means, one an alternative. */
  readonly geometric: readonly number[];
  /** Pairs [a, b] that the sums put in one order, a first, and the geometric means in the other. */
  readonly reversals: readonly (readonly [number, number])[];
};

/**
 * Does the order rest on strong points making up for weak ones? Compares the order of the sums with that of the
 * geometric means.
 *
 * @param matrix alternatives × criteria, values 0..1
 */
export function compensationCheck(
  weights: readonly number[],
  matrix: readonly (readonly number[])[],
): CompensationCheck {
  const shares = weightsOfPoints(weights);
  const sums = matrix.map((values) => weightedSum(shares, values));
  const geometric = matrix.map((values) => weightedGeometricMean(shares, values));
  const reversals = sums.flatMap((sum, a) =>
    sums.flatMap((other, b) =>
      sum > other + NOISE && (geometric[a] ?? 0) < (geometric[b] ?? 0) - NOISE ? [[a, b] as const] : [],
    ),
  );
  return { sums, geometric, reversals };
}
