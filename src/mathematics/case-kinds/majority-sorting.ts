import { z } from 'zod';
import { sortByMajority } from '../sorting-majority.ts';
import { caseKind } from './case-kind.ts';
import {
  amount,
  amounts,
  complain,
  directions,
  figure,
  figures,
  matrix,
  requireEvenRows,
  requireLengths,
  requireSomeWeight,
} from './input-shapes.ts';

const input = z
  .object({
    matrix,
    weights: amounts,
    directions: directions.optional(),
    categories_best_first: z.array(z.string()).min(1).max(50),
    lower_profiles: z.record(z.string(), figures),
    majority: amount.gt(0),
    veto: z.record(z.string(), z.array(figure.nullable())).nullish(),
  })
  .superRefine((given, context) => {
    const { matrix, weights, directions, categories_best_first: names, lower_profiles: profiles } = given;
    requireEvenRows(context, 'matrix', { rows: matrix });
    const criteria = matrix[0]?.length ?? 0;
    requireLengths(context, criteria, { weights, directions });
    requireSomeWeight(context, 'weights', weights);
    if (new Set(names).size < names.length) complain(context, ['categories_best_first'], 'not-allowed');
    if (given.majority > weights.reduce((sum, weight) => sum + weight, 0) + 1e-9) {
      complain(context, ['majority'], 'out-of-range');
    }
    const upper = names.slice(0, -1);
    for (const name of upper) {
      const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
      if (!profile) complain(context, ['lower_profiles', name], 'wrong-type');
      else if (profile.length !== criteria) complain(context, ['lower_profiles', name], 'wrong-length');
    }
    for (const [name, limits] of Object.entries(given.veto ?? {})) {
      if (!names.includes(name)) complain(context, ['veto', name], 'not-allowed');
      else if (limits.length !== criteria) complain(context, ['veto', name], 'wrong-length');
    }
    for (const [h, name] of upper.slice(1).entries()) {
      const better = profiles[upper[h] ?? ''] ?? [];
      const isHigher = (profiles[name] ?? []).some((limit, j) =>
        directions?.[j] === 'min' ? limit < (better[j] ?? limit) : limit > (better[j] ?? limit),
      );
      if (isHigher) complain(context, ['lower_profiles', name], 'wrong-order');
    }
  });

/**
 * Kind `mr-sort`: `matrix` alternatives × criteria, `weights`, `directions`, `categories_best_first`, `lower_profiles`
 * of all but the last, `majority` in the unit of the weights, `veto` by category (null: none). Prints the category of
 * each alternative, `with_veto` and `without_veto`, and the `steps` that lead there.
 */
export const majoritySortingCase = caseKind(input, (given) => {
  const { matrix, weights, categories_best_first: names, lower_profiles: profiles, veto } = given;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sort = (vetoes?: typeof veto) =>
    sortByMajority(matrix, {
      weights,
      majority: given.majority / total,
      directions: given.directions ?? weights.map(() => 'max'),
      categories: names
        .slice(0, -1)
        .map((name) => ({ profile: profiles[name] ?? [], veto: vetoes?.[name] ?? [] })),
    });
  const named = (category: number) => names[category] ?? '';
  const withVeto = sort(veto);
  return {
    with_veto: withVeto.map(({ category }) => named(category)),
    without_veto: sort().map(({ category }) => named(category)),
    steps: withVeto.map(({ steps }) => steps.map((step) => ({ ...step, category: named(step.category) }))),
  };
});
