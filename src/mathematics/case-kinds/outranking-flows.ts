import { z } from 'zod';
import { outrankingFlows, type Preference } from '../outranking-flows.ts';
import { caseKind } from './case-kind.ts';
import {
  amounts,
  complain,
  directions,
  matrix,
  requireEvenRows,
  requireLengths,
  requireSomeWeight,
} from './input-shapes.ts';

type Shape = Preference['shape'];

/** As case files write them, in lower case, letters and digits only. */
const WRITTEN: Readonly<Record<string, Shape>> = {
  usual: 'usual',
  ushape: 'ushape',
  vshape: 'vshape',
  level: 'level',
  linear: 'linear',
  vshape2: 'linear',
  gauss: 'gauss',
  gaussian: 'gauss',
};

const preference = z
  .string()
  .transform((text) => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, ''))
  .refine((text) => Object.hasOwn(WRITTEN, text))
  .transform((text): Shape => WRITTEN[text] ?? 'usual');

const input = z
  .object({
    matrix: matrix.max(300),
    weights: amounts,
    directions: directions.optional(),
    preference: z.union([z.array(preference), preference]).optional(),
    q: amounts.optional(),
    p: amounts.optional(),
    s: amounts.optional(),
  })
  .transform((given) => {
    const criteria = given.matrix[0]?.length ?? 0;
    const { preference = 'usual' } = given;
    return {
      ...given,
      criteria,
      preference: Array.isArray(preference) ? preference : fill(criteria, preference),
    };
  })
  .superRefine(({ matrix, criteria, weights, directions, preference, q, p, s }, context) => {
    requireEvenRows(context, 'matrix', { rows: matrix });
    requireLengths(context, criteria, { weights, directions, preference, q, p, s });
    requireSomeWeight(context, 'weights', weights);
    for (const [j, shape] of preference.entries()) {
      if (shape === 'vshape' && !p?.[j]) complain(context, ['p', j], 'out-of-range');
      if (shape === 'gauss' && !s?.[j]) complain(context, ['s', j], 'out-of-range');
      if ((shape === 'level' || shape === 'linear') && (p?.[j] ?? 0) < (q?.[j] ?? 0)) {
        complain(context, ['p', j], 'wrong-order');
      }
    }
  });

function fill(count: number, shape: Shape): Shape[] {
  return new Array<Shape>(count).fill(shape);
}

/**
 * Kind `promethee`: `matrix` alternatives × criteria, `weights`, `directions`, `preference` (`usual` when absent) with
 * its thresholds `q`, `p`, `s`. Prints `positive_flow`, `negative_flow`, `net_flow` (divided by n − 1),
 * `unicriterion_net_flows` and `preference_index`.
 */
export const outrankingFlowsCase = caseKind(input, ({ matrix, weights, directions, preference, q, p, s }) => {
  const flows = outrankingFlows(
    matrix,
    weights.map((weight, j) => ({
      weight,
      direction: directions?.[j] ?? 'max',
      preference: { shape: preference[j] ?? 'usual', q: q?.[j] ?? 0, p: p?.[j] ?? 0, s: s?.[j] ?? 0 },
    })),
  );
  return {
    positive_flow: flows.positive,
    negative_flow: flows.negative,
    net_flow: flows.net,
    unicriterion_net_flows: flows.byCriterion,
    preference_index: flows.preferences,
  };
});
