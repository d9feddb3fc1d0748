import { z } from 'zod';
import { distributionOf } from '../distribution.ts';
import { profileOf } from '../profile.ts';
import { caseKind } from './case-kind.ts';
import { amounts, requireEvenRows, requireSomeWeight } from './input-shapes.ts';

const LEVELS = 5;

const answer = z.union([z.int().min(1).max(LEVELS), z.literal('na'), z.literal('dk'), z.null()]);

const input = z
  .object({ weights: amounts, answers: z.array(z.array(answer)) })
  .superRefine(({ weights, answers }, context) => {
    requireSomeWeight(context, 'weights', weights);
    requireEvenRows(context, 'answers', { rows: answers, length: weights.length });
  });

/**
 * Kind `profile`: one profile a row of answers on 1–5 scales, over criteria with the given weights in one dimension.
 * Prints, one figure a row, `coverage`, `score`, `lower`, `upper`; null where nothing applies.
 */
export const profileCase = caseKind(input, ({ weights, answers }) => {
  const criteria = weights.map((weight, i) => ({ id: String(i), weight }));
  const profiles = answers.map((row) => {
    const distributions = row.map((given, i) => [String(i), distributionOf([given], LEVELS)]);
    return profileOf([{ id: 'all', weight: 1, criteria }], Object.fromEntries(distributions));
  });
  return {
    coverage: profiles.map(({ coverage }) => coverage),
    score: profiles.map(({ score }) => score),
    lower: profiles.map(({ lower }) => lower),
    upper: profiles.map(({ upper }) => upper),
  };
});
