import { z } from 'zod';
import { smaa } from '../robustness-smaa.ts';
import { anyWeights } from '../robustness-weight-models.ts';
import { seededRandom } from '../seeded-random.ts';
import { caseKind } from './case-kind.ts';
import { matrix, requireEvenRows } from './input-shapes.ts';

/** ±0.003 at 95 %, in less than a second for a hundred alternatives. */
const USUAL_DRAWS = 100_000;
const MOST_DRAWS = 10_000_000;

const input = z
  .object({
    values: matrix.max(500),
    iterations: z.int().min(1).max(MOST_DRAWS).default(USUAL_DRAWS),
    seed: z.int().default(1),
  })
  .superRefine(({ values }, context) => requireEvenRows(context, 'values', { rows: values }));

/**
 * Kind `smaa`: `values` alternatives × criteria, more is better; any weights are as likely as any others. Prints
 * `rank_acceptability`, `central_weights` (null if never first), `pairwise_winning`, and the `iterations` made.
 */
export const smaaCase = caseKind(input, ({ values, iterations, seed }) => {
  const random = seededRandom(seed);
  const result = smaa({ values }, { draws: iterations, weights: anyWeights(random), random });
  return {
    rank_acceptability: result.rankAcceptability,
    central_weights: result.centralWeights,
    pairwise_winning: result.pairwiseWinning,
    iterations,
  };
});
