import {
  type DecisionMatrix,
  type Direction,
  higherIsBetter,
  NOISE,
  requireMatrix,
} from './decision-matrix.ts';
import { weightsOfPoints } from './weights.ts';

export type OutrankingRule = {
  /** Limits between categories, from the lowest; h limits make h + 1 categories. */
  readonly profiles: DecisionMatrix;
  /** 0 or more, in any unit. */
  readonly weights: readonly number[];
  /** Largest difference that does not count, one a criterion. */
  readonly indifference: readonly number[];
  /** From this difference on, a preference is full. At least `indifference`. */
  readonly preference: readonly number[];
  /** From this difference on, the criterion says no; null: never. At least `preference`. */
  readonly veto: readonly (number | null)[];
  readonly directions: readonly Direction[];
  /** λ, how credible an outranking must be: above 0.5 and up to 1. */
  readonly cut: number;
};

/** Categories count from 0, the lowest. The two differ where an alternative cannot be compared with a profile. */
export type OutrankingAssignment = {
  readonly pessimistic: number;
  readonly optimistic: number;
  /** How credible it is that the alternative is at least as good as each profile, from the lowest: 0..1. */
  readonly overProfiles: readonly number[];
  /** How credible it is that each profile is at least as good as the alternative. */
  readonly underProfiles: readonly number[];
};

/**
 * In which category each alternative is, by ELECTRE TRI-B.
 *
 * With d = g(b) − g(a): concordance c_j = 1 if d ≤ q, 0 if d ≥ p, linear between; discordance d_j = 0 if d ≤ p, 1 if
 * d ≥ v, linear between; credibility σ(a, b) = C·Π_{d_j > C}(1 − d_j)/(1 − C), C = Σ w·c. "a outranks b" (a S b) when
 * σ ≥ λ. Pessimistic: from the highest profile down, the category above the first that a outranks. Optimistic: from the
 * lowest up, the category below the first profile that outranks a without being outranked by it.
 *
 * Example: one criterion, q 5, p 10, v 30, profiles 50 and 70, λ .75, a = 66: against 70, d = 4 ≤ q, so σ = 1: a is in
 * the highest category, though below its limit. a = 62: d = 8, c = (10 − 8)/5 = .4 < .75: the middle one.
 *
 * Source: Mousseau V., Słowiński R., Zielniewicz P. (1999) ELECTRE TRI 2.0a methodological guide, LAMSADE document 111;
 * Roy B., Bouyssou D. (1993) Aide multicritère à la décision, Economica, chapter 6.
 *
 * @throws RangeError when figures are missing, or no criterion has weight
 */
export function sortByOutranking(matrix: DecisionMatrix, rule: OutrankingRule): OutrankingAssignment[] {
  const weights = weightsOfPoints(rule.weights);
  requireMatrix(matrix, weights.length);
  requireMatrix(rule.profiles, weights.length);
  const profiles = rule.profiles.map((profile) => higherIsBetter(profile, rule.directions));

  return matrix.map((row) => {
    const values = higherIsBetter(row, rule.directions);
    const over = profiles.map((profile) => credibility({ of: values, over: profile, weights, rule }));
    const under = profiles.map((profile) => credibility({ of: profile, over: values, weights, rule }));
    const outranks = over.map((sigma) => sigma >= rule.cut - NOISE);
    const outranked = under.map((sigma) => sigma >= rule.cut - NOISE);
    const firstAbove = outranked.findIndex((is, h) => is && !outranks[h]);
    return {
      pessimistic: outranks.lastIndexOf(true) + 1,
      optimistic: firstAbove === -1 ? profiles.length : firstAbove,
      overProfiles: over,
      underProfiles: under,
    };
  });
}

type Pair = {
  readonly of: readonly number[];
  readonly over: readonly number[];
  readonly weights: readonly number[];
  readonly rule: OutrankingRule;
};

function credibility({ of, over, weights, rule }: Pair): number {
  const behind = over.map((value, j) => value - (of[j] ?? 0));
  const concordance = behind.reduce((sum, difference, j) => {
    const [q = 0, p = 0] = [rule.indifference[j], rule.preference[j]];
    return sum + (weights[j] ?? 0) * (1 - between(difference, q, p));
  }, 0);
  return behind.reduce((sigma, difference, j) => {
    const veto = rule.veto[j] ?? null;
    const discordance = veto === null ? 0 : between(difference, rule.preference[j] ?? 0, veto);
    return discordance > concordance + NOISE ? (sigma * (1 - discordance)) / (1 - concordance) : sigma;
  }, concordance);
}

/** 0 up to `low`, 1 from `high`, linear between. */
function between(value: number, low: number, high: number): number {
  if (value <= low + NOISE) return 0;
  return value >= high - NOISE ? 1 : (value - low) / (high - low);
}
