import { z } from 'zod';
import { canNormalise, type Normalisation, normalised } from '../normalisation.ts';
import { weightedSum } from '../weights.ts';
import { caseKind } from './case-kind.ts';
import {
  amounts,
  complain,
  directions,
  matrix,
  requireEvenRows,
  requireLengths,
  requireSomeWeight,
  weightsAsGiven,
} from './input-shapes.ts';

/** As case files write them, without spaces and in lower case. */
const WRITTEN: Readonly<Record<string, Normalisation>> = {
  'x/columnmax': 'max',
  'x/max': 'max',
  'x/max(x)': 'max',
  max: 'max',
  linear: 'max',
  '(x-min)/(max-min)': 'min-max',
  '(x-columnmin)/(columnmax-columnmin)': 'min-max',
  'min-max': 'min-max',
  minmax: 'min-max',
  'x/columnsum': 'sum',
  'x/sum': 'sum',
  'x/sum(x)': 'sum',
  sum: 'sum',
  'x/columnnorm': 'vector',
  'x/sqrt(sum(x^2))': 'vector',
  'x/sqrt(sumx^2)': 'vector',
  'x/||x||': 'vector',
  vector: 'vector',
  none: 'none',
  '': 'none',
};

const normalisation = z
  .string()
  .transform((text) => text.toLowerCase().replaceAll(/\s/gu, '').replaceAll('−', '-'))
  .refine((text) => Object.hasOwn(WRITTEN, text))
  .transform((text): Normalisation => WRITTEN[text] ?? 'none');

const input = z
  .object({
    matrix,
    weights: amounts,
    directions: directions.optional(),
    normalisation: normalisation.default('none'),
  })
  .superRefine(({ matrix, weights, directions, normalisation }, context) => {
    requireEvenRows(context, 'matrix', { rows: matrix });
    const criteria = matrix[0]?.length ?? 0;
    requireLengths(context, criteria, { weights, directions });
    requireSomeWeight(context, 'weights', weights);
    for (let j = 0; j < criteria; j += 1) {
      const column = matrix.map((row) => row[j] ?? 0);
      if (canNormalise(column, directions?.[j] ?? 'max', normalisation)) continue;
      const worst = column.indexOf(Math.min(...column));
      complain(context, ['matrix', worst, j], 'out-of-range');
    }
  });

/**
 * Kind `weighted-sum`: `matrix` alternatives × criteria, `weights`, `directions` (all `max` when absent),
 * `normalisation` (`x / column max`, `(x - min) / (max - min)`, `x / column sum`, `vector`, `none`). Prints `scores`.
 */
export const weightedSumCase = caseKind(input, ({ matrix, weights, directions, normalisation }) => {
  const toBest = directions ?? weights.map(() => 'max' as const);
  const shares = weightsAsGiven(weights);
  return { scores: normalised(matrix, toBest, normalisation).map((values) => weightedSum(shares, values)) };
});
