import { type Direction, higherIsBetter, NOISE, requireMatrix } from './decision-matrix.ts';
import { weightsOfPoints } from './weights.ts';

/** What a category asks for. */
export type CategoryRule = {
  /** One figure a criterion, to be at least as good as. */
  readonly profile: readonly number[];
  /** At or beyond this figure a criterion says no, whatever the others say; null: it never does. */
  readonly veto?: readonly (number | null)[];
};

export type MajorityRule = {
  /** Categories but the last, from the best; what reaches none of them is in the last. */
  readonly categories: readonly CategoryRule[];
  /** 0 or more, in any unit. */
  readonly weights: readonly number[];
  /** Share of the weight that must agree, above 0 and up to 1. */
  readonly majority: number;
  readonly directions: readonly Direction[];
};

/** Why a category was reached or not: the parts of its sentence. */
export type CategoryStep = {
  readonly category: number;
  /** Criteria on which the alternative is at least as good as the profile. */
  readonly supporting: readonly number[];
  /** Their share of the weight, 0..1. */
  readonly support: number;
  /** Criteria that say no. */
  readonly vetoes: readonly number[];
  readonly reached: boolean;
};

export type MajorityAssignment = {
  /** 0 is the best; as many as there are categories with a profile when none was reached. */
  readonly category: number;
  /** The categories tried, from the best to the one that was reached. */
  readonly steps: readonly CategoryStep[];
};

/**
 * In which category each alternative is, by majority rule (MR-Sort): the best category whose profile is matched by
 * criteria that carry enough weight, with no veto.
 *
 * Example: weights 1 3 2, majority 3/6. METRO1 (price 4, time 20, comfort 2) against Medium (7, 25, 2; price and time
 * the less the better): all three support, 6/6, so Medium. Against Good (3, 11, 3): none, 0/6.
 * In words: "Medium because criteria carrying 100 % of the weight (threshold 50 %) reach Medium, and no veto".
 *
 * Sources: Bouyssou D., Marchant T. (2007) An axiomatic approach to noncompensatory sorting methods, European Journal
 * of Operational Research 178(1):217–245; Leroy A., Mousseau V., Pirlot M. (2011) Learning the parameters of a multiple
 * criteria sorting method, Algorithmic Decision Theory, LNCS 6992:219–233.
 *
 * @param matrix alternatives × criteria
 * @throws RangeError when figures are missing, or no criterion has weight
 */
export function sortByMajority(
  matrix: readonly (readonly number[])[],
  rule: MajorityRule,
): MajorityAssignment[] {
  const weights = weightsOfPoints(rule.weights);
  requireMatrix(matrix, weights.length);
  requireMatrix(
    rule.categories.map(({ profile }) => profile),
    weights.length,
  );
  const { directions, majority } = rule;
  const categories = rule.categories.map(({ profile, veto = [] }) => ({
    profile: higherIsBetter(profile, directions),
    veto: profile.map((_, j) => {
      const limit = veto[j] ?? null;
      return limit === null ? null : directions[j] === 'min' ? -limit : limit;
    }),
  }));

  return matrix.map((row) => {
    const values = higherIsBetter(row, directions);
    const steps: CategoryStep[] = [];
    for (const [category, { profile, veto }] of categories.entries()) {
      const supporting = indicesWhere(values, (value, j) => value >= (profile[j] ?? 0) - NOISE);
      const vetoes = indicesWhere(
        values,
        (value, j) => value <= (veto[j] ?? Number.NEGATIVE_INFINITY) + NOISE,
      );
      const support = supporting.reduce((sum, j) => sum + (weights[j] ?? 0), 0);
      const reached = support >= majority - NOISE && vetoes.length === 0;
      steps.push({ category, supporting, support, vetoes, reached });
      if (reached) return { category, steps };
    }
    return { category: categories.length, steps };
  });
}

function indicesWhere(values: readonly number[], holds: (value: number, index: number) => boolean): number[] {
  return values.flatMap((value, j) => (holds(value, j) ? [j] : []));
}
