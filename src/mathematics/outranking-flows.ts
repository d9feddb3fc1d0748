import {
  type DecisionMatrix,
  type Direction,
  higherIsBetter,
  NOISE,
  requireMatrix,
} from './decision-matrix.ts';
import { weightsOfPoints } from './weights.ts';

/** How a difference d > 0 on one criterion becomes a preference in 0..1. Thresholds are 0 or more. */
export type Preference =
  /** Any difference counts fully. */
  | { readonly shape: 'usual' }
  /** Fully above q, not at all up to q. */
  | { readonly shape: 'ushape'; readonly q: number }
  /** d/p, fully from p on. */
  | { readonly shape: 'vshape'; readonly p: number }
  /** Half above q, fully above p. */
  | { readonly shape: 'level'; readonly q: number; readonly p: number }
  /** (d − q)/(p − q) between q and p. */
  | { readonly shape: 'linear'; readonly q: number; readonly p: number }
  /** 1 − exp(−d²/2s²). */
  | { readonly shape: 'gauss'; readonly s: number };

export type Flows = {
  /** How much each alternative is preferred to the others on average, 0..1. */
  readonly positive: readonly number[];
  /** How much the others are preferred to it on average, 0..1. */
  readonly negative: readonly number[];
  /** positive − negative, −1..1; they add up to 0. */
  readonly net: readonly number[];
  /** The net flow each criterion alone would give, alternatives × criteria: what brings an alternative up or down. */
  readonly byCriterion: DecisionMatrix;
  /** π(a, b): how much a is preferred to b, all criteria together. */
  readonly preferences: DecisionMatrix;
};

/**
 * Head-to-head comparison of alternatives (PROMETHEE II).
 *
 * π(a, b) = Σ_j w_j·P_j(d_j(a, b)); φ⁺(a) = Σ_b π(a, b)/(n − 1), φ⁻(a) = Σ_b π(b, a)/(n − 1), φ = φ⁺ − φ⁻.
 * With one alternative there is nobody to compare with: all flows are 0.
 *
 * Example, usual, weights .5 .3 .2: (4, 3, 2), (3, 2, 4), (5, 1, 3). The first beats the second with .5 + .3 and the
 * third with .3: φ⁺ = 1.1/2 = .55; it loses .2 and .5 + .2: φ⁻ = .45; φ = .1.
 *
 * Source: Brans J. P., Vincke Ph. (1985) A preference ranking organisation method, Management Science 31(6):647–656.
 *
 * @param matrix alternatives × criteria
 * @throws RangeError when figures are missing, or no criterion has weight
 */
export function outrankingFlows(
  matrix: DecisionMatrix,
  criteria: readonly {
    readonly weight: number;
    readonly direction: Direction;
    readonly preference: Preference;
  }[],
): Flows {
  requireMatrix(matrix, criteria.length);
  const weights = weightsOfPoints(criteria.map(({ weight }) => weight));
  const directions = criteria.map(({ direction }) => direction);
  const values = matrix.map((row) => higherIsBetter(row, directions));
  const shapes = criteria.map(({ preference }) => preference);
  const others = Math.max(1, matrix.length - 1);

  const preferences = values.map(() => values.map(() => 0));
  const byCriterion = values.map(() => shapes.map(() => 0));
  for (const [a, one] of values.entries()) {
    for (const [b, other] of values.entries()) {
      for (const [j, shape] of shapes.entries()) {
        const degree = preferenceOf((one[j] ?? 0) - (other[j] ?? 0), shape);
        add(preferences, [a, b], (weights[j] ?? 0) * degree);
        add(byCriterion, [a, j], degree / others);
        add(byCriterion, [b, j], -degree / others);
      }
    }
  }
  const positive = preferences.map((row) => sum(row) / others);
  const negative = preferences.map((_, a) => sum(preferences.map((row) => row[a] ?? 0)) / others);
  const net = positive.map((flow, a) => flow - (negative[a] ?? 0));
  return { positive, negative, net, byCriterion, preferences };
}

/** P(d) in 0..1. A difference that only floating noise separates from a threshold has not passed it. */
export function preferenceOf(difference: number, preference: Preference): number {
  if (difference <= NOISE) return 0;
  switch (preference.shape) {
    case 'usual':
      return 1;
    case 'ushape':
      return difference > preference.q + NOISE ? 1 : 0;
    case 'vshape':
      return Math.min(1, difference / preference.p);
    case 'level':
      if (difference > preference.p + NOISE) return 1;
      return difference > preference.q + NOISE ? 0.5 : 0;
    case 'linear':
      if (difference <= preference.q + NOISE) return 0;
      if (difference >= preference.p - NOISE) return 1;
      return (difference - preference.q) / (preference.p - preference.q);
    case 'gauss':
      return 1 - Math.exp(-(difference ** 2) / (2 * preference.s ** 2));
  }
}

function add(table: number[][], [row, column]: readonly [number, number], amount: number): void {
  const cells = table[row];
  if (cells) cells[column] = (cells[column] ?? 0) + amount;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
