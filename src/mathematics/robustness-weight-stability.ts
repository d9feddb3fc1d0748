import { NOISE, type DecisionMatrix, requireMatrix } from './decision-matrix.ts';
import { weightedSum, weightsOfPoints } from './weights.ts';

/** Between which weights of one criterion something stays true, and who comes up beyond. */
export type StableInterval = {
  readonly lower: number;
  readonly upper: number;
  /** The alternative that draws level at `lower`; null when `lower` is 0. */
  readonly rivalBelow: number | null;
  /** The alternative that draws level at `upper`; null when `upper` is 1. */
  readonly rivalAbove: number | null;
};

export type WeightStability = {
  /** Weighted sums, one an alternative. */
  readonly scores: readonly number[];
  /** The first, or all the equal firsts. */
  readonly winners: readonly number[];
  /** One a criterion: where the winner stays first. */
  readonly keepingWinner: readonly StableInterval[];
  /** One a criterion: where the whole order stays as it is. */
  readonly keepingOrder: readonly StableInterval[];
};

/**
 * How far each weight may move before the winner, or the order, of the weighted sums changes.
 *
 * The weight w_k becomes t and the others are multiplied by (1 − t)/(1 − w_k), or shared equally when w_k was all the
 * weight. Two alternatives i and j are then apart by t·D_k + (1 − t)·D′, with D_k = s_k(i) − s_k(j) and
 * D′ = Σ_{l≠k} w_l·D_l/(1 − w_k); they draw level at t = D′/(D′ − D_k).
 *
 * Example: weights ½ ½, (1, 0) and (0, .5): D_1 = 1, D′ = −.5, level at −.5/−1.5 = ⅓: the first stays first while the
 * first weight is ⅓ or more. In words: "A loses first place to B only if that criterion weighs less than 33 % (now 50 %)".
 *
 * Source: Triantaphyllou E., Sanchez A. (1997) A sensitivity analysis approach for some deterministic multi-criteria
 * decision-making methods, Decision Sciences 28(1):151–194; the intervals with the other weights in proportion: Mareschal
 * B. (1988) Weight stability intervals in multicriteria decision aid, European Journal of Operational Research 33(1):54–64.
 *
 * @param matrix alternatives × criteria, comparable values, more is better
 * @param weights 0 or more, in any unit
 */
export function weightStability(matrix: DecisionMatrix, weights: readonly number[]): WeightStability {
  const shares = weightsOfPoints(weights);
  requireMatrix(matrix, shares.length);
  const scores = matrix.map((values) => weightedSum(shares, values));
  const best = Math.max(...scores);
  const winners = scores.flatMap((score, i) => (score >= best - NOISE ? [i] : []));
  const everybody = [...scores.keys()];
  return {
    scores,
    winners,
    keepingWinner: shares.map((_, k) =>
      interval(linesThrough(matrix, shares, k), { scores, ahead: winners }),
    ),
    keepingOrder: shares.map((_, k) =>
      interval(linesThrough(matrix, shares, k), { scores, ahead: everybody }),
    ),
  };
}

/** An alternative's score as the weight t of one criterion moves: t·own + (1 − t)·rest. */
type Line = { readonly own: number; readonly rest: number };

function linesThrough(matrix: DecisionMatrix, shares: readonly number[], k: number): Line[] {
  const others = shares.map((weight, j) => (j === k ? 0 : weight));
  const left = others.reduce((sum, weight) => sum + weight, 0);
  const equally = others.map((_, j) => (j === k ? 0 : 1 / Math.max(1, shares.length - 1)));
  const rest = left > NOISE ? others.map((weight) => weight / left) : equally;
  return matrix.map((values) => ({ own: values[k] ?? 0, rest: weightedSum(rest, values) }));
}

/** Where each of `ahead` stays ahead of those it is ahead of, and level with those it is level with. */
function interval(
  lines: readonly Line[],
  { scores, ahead }: { scores: readonly number[]; ahead: readonly number[] },
): StableInterval {
  let [lower, upper] = [0, 1];
  let [rivalBelow, rivalAbove]: (number | null)[] = [null, null];
  for (const i of ahead) {
    for (const [j, other] of lines.entries()) {
      const one = lines[i];
      const lead = (scores[i] ?? 0) - (scores[j] ?? 0);
      if (!one || i === j || lead < -NOISE) continue;
      const atZero = one.rest - other.rest;
      const atOne = one.own - other.own;
      // Level now: a difference at either end breaks it as soon as the weight moves.
      const level = lead <= NOISE;
      if (level && Math.abs(atZero - atOne) <= NOISE) continue;
      const crossing = Math.min(1, Math.max(0, atZero / (atZero - atOne)));
      if ((level || atZero < -NOISE) && crossing > lower) [lower, rivalBelow] = [crossing, j];
      if ((level || atOne < -NOISE) && crossing < upper) [upper, rivalAbove] = [crossing, j];
    }
  }
  return { lower, upper, rivalBelow: rivalBelow ?? null, rivalAbove: rivalAbove ?? null };
}
