import { z } from 'zod';
import { sortByOutranking } from '../sorting-outranking.ts';
import { caseKind } from './case-kind.ts';
import {
  amount,
  amounts,
  complain,
  directions,
  matrix,
  requireEvenRows,
  requireLengths,
  requireSomeWeight,
} from './input-shapes.ts';

const input = z
  .object({
    matrix,
    profiles_low_to_high: matrix,
    weights: amounts,
    q: amounts,
    p: amounts,
    v: z.array(amount.nullable()).nullish(),
    directions: directions.optional(),
    cut: z.number().min(0.5).max(1),
  })
  .superRefine(({ matrix, profiles_low_to_high: profiles, weights, q, p, v, directions }, context) => {
    const criteria = matrix[0]?.length ?? 0;
    requireEvenRows(context, 'matrix', { rows: matrix });
    requireEvenRows(context, 'profiles_low_to_high', { rows: profiles, length: criteria });
    requireLengths(context, criteria, { weights, q, p, v: v ?? undefined, directions });
    requireSomeWeight(context, 'weights', weights);
    for (const [j, preference] of p.entries()) {
      const veto = v?.[j] ?? null;
      if (preference < (q[j] ?? 0)) complain(context, ['p', j], 'wrong-order');
      if (veto !== null && veto < preference) complain(context, ['v', j], 'wrong-order');
    }
    for (const [h, profile] of profiles.slice(1).entries()) {
      const falls = profile.some((limit, j) => {
        const below = profiles[h]?.[j] ?? limit;
        return directions?.[j] === 'min' ? limit > below : limit < below;
      });
      if (falls) complain(context, ['profiles_low_to_high', h + 1], 'wrong-order');
    }
  });

/**
 * Kind `electre-tri`: `matrix`, `profiles_low_to_high`, `weights`, thresholds `q`, `p`, `v` (null: no veto),
 * `directions`, `cut`. Prints `pessimistic` and `optimistic` (C1 is the lowest category), and the credibilities
 * `sigma_a_b`, `sigma_b_a`, alternatives × profiles.
 */
export const outrankingSortingCase = caseKind(input, (given) => {
  const { matrix, profiles_low_to_high: profiles, weights, q, p, v, cut } = given;
  const sorted = sortByOutranking(matrix, {
    profiles,
    weights,
    indifference: q,
    preference: p,
    veto: v ?? [],
    directions: given.directions ?? weights.map(() => 'max'),
    cut,
  });
  return {
    pessimistic: sorted.map(({ pessimistic }) => `C${pessimistic + 1}`),
    optimistic: sorted.map(({ optimistic }) => `C${optimistic + 1}`),
    sigma_a_b: sorted.map(({ overProfiles }) => overProfiles),
    sigma_b_a: sorted.map(({ underProfiles }) => underProfiles),
  };
});
