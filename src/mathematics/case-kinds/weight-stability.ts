import { z } from 'zod';
import { type StableInterval, weightStability } from '../robustness-weight-stability.ts';
import { weightedSum } from '../weights.ts';
import { caseKind } from './case-kind.ts';
import {
  amounts,
  matrix,
  requireEvenRows,
  requireLengths,
  requireSomeWeight,
  weightsAsGiven,
} from './input-shapes.ts';

const input = z
  .object({ matrix: matrix.max(300), weights: amounts })
  .superRefine(({ matrix, weights }, context) => {
    requireEvenRows(context, 'matrix', { rows: matrix });
    requireLengths(context, matrix[0]?.length ?? 0, { weights });
    requireSomeWeight(context, 'weights', weights);
  });

/**
 * Kind `weight-stability`: `matrix` alternatives × criteria, comparable, more is better; `weights`. Prints `scores`, and
 * for each criterion between which weights the winner stays first (`wsi_top`), the whole order stays (`wsi_full`).
 */
export const weightStabilityCase = caseKind(input, ({ matrix, weights }) => {
  const shares = weightsAsGiven(weights);
  const { keepingWinner, keepingOrder } = weightStability(matrix, weights);
  const ends = ({ lower, upper }: StableInterval) => [lower, upper];
  return {
    scores: matrix.map((values) => weightedSum(shares, values)),
    wsi_top: keepingWinner.map(ends),
    wsi_full: keepingOrder.map(ends),
  };
});
