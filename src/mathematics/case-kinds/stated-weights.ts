import { z } from 'zod';
import { weightsOfPoints } from '../weights.ts';
import { type RankRule, weightsOfPlaces } from '../weights-ranking.ts';
import { caseKind } from './case-kind.ts';
import { amounts, requireSomeWeight } from './input-shapes.ts';

const count = z.int().min(1).max(100);
const input = z
  .object({
    n: z.array(count).max(100).optional(),
    swing_points: amounts.optional(),
    budget_points: amounts.optional(),
  })
  .superRefine(({ swing_points, budget_points }, context) => {
    requireSomeWeight(context, 'swing_points', swing_points);
    requireSomeWeight(context, 'budget_points', budget_points);
  });

/**
 * Kind `stated-weights`: `n`, the numbers of places of rankings; `swing_points` and `budget_points`, one a criterion.
 * Prints the weights of what is given: `roc` and `rank_sum` by n, `swing`, `budget`.
 */
export const statedWeightsCase = caseKind(input, ({ n, swing_points, budget_points }) => {
  const byCount = (rule: RankRule) =>
    Object.fromEntries((n ?? []).map((count) => [String(count), weightsOfPlaces(count, rule)]));
  return {
    ...(n && { roc: byCount('roc'), rank_sum: byCount('rank-sum') }),
    ...(swing_points && { swing: weightsOfPoints(swing_points) }),
    ...(budget_points && { budget: weightsOfPoints(budget_points) }),
  };
});
