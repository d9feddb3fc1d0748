import { z } from 'zod';
import { RANDOM_INDEX, weightsOfComparisons } from '../weights-pairwise.ts';
import { caseKind } from './case-kind.ts';
import { complain, requireEvenRows } from './input-shapes.ts';

const LARGEST_SET = 50;
/** A comparison and its inverse may be printed with two digits: 3 and 0.33. */
const ROUNDED = 0.05;

const comparison = z.number().min(1e-6).max(1e6);
const input = z
  .object({
    matrix: z.array(z.array(comparison).min(1)).min(1).max(LARGEST_SET),
    random_index: z.record(z.string(), z.number().min(0)).optional(),
  })
  .superRefine(({ matrix }, context) => {
    requireEvenRows(context, 'matrix', { rows: matrix, length: matrix.length });
    for (const [i, row] of matrix.entries()) {
      for (const [j, times] of row.entries()) {
        const inverse = matrix[j]?.[i];
        if (inverse !== undefined && j <= i && Math.abs(times * inverse - 1) > ROUNDED) {
          complain(context, ['matrix', i, j], 'not-allowed');
        }
      }
    }
  });

/**
 * Kind `ahp`: `matrix` of comparisons, each with its inverse across the diagonal; `random_index` by number of criteria.
 * Prints `weights`, `lambda_max`, `CI`, `CR`, and the `random_index` that it used; `worst_triad` names the three
 * comparisons that contradict each other most, by index from 0.
 */
export const pairwiseWeightsCase = caseKind(input, ({ matrix, random_index }) => {
  const table = random_index
    ? RANDOM_INDEX.map((index, count) => (count < 3 ? index : undefined))
    : [...RANDOM_INDEX];
  for (const [count, index] of Object.entries(random_index ?? {})) table[Number(count)] = index;
  const { weights, lambdaMax, consistencyIndex, consistencyRatio, worstTriad } = weightsOfComparisons(
    matrix,
    table,
  );
  return {
    weights,
    lambda_max: lambdaMax,
    CI: consistencyIndex,
    CR: consistencyRatio,
    random_index: table[matrix.length] ?? null,
    worst_triad: worstTriad,
  };
});
