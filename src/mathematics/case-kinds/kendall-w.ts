import { z } from 'zod';
import { kendallW } from '../agreement-rankings.ts';
import { caseKind } from './case-kind.ts';
import { figure, requireEvenRows } from './input-shapes.ts';

const input = z
  .object({ ratings_by_rater: z.array(z.array(figure).min(1).max(1000)).min(1).max(10_000) })
  .superRefine(({ ratings_by_rater: rows }, context) =>
    requireEvenRows(context, 'ratings_by_rater', { rows }),
  );

/** Kind `kendall-w`: `ratings_by_rater`, raters × things. Prints `W`, `W_uncorrected`, `chi2`, `df`, `p`, or null. */
export const kendallWCase = caseKind(input, ({ ratings_by_rater }) => {
  const agreement = kendallW(ratings_by_rater);
  return {
    W: agreement?.w ?? null,
    W_uncorrected: agreement?.uncorrected ?? null,
    chi2: agreement?.chiSquared ?? null,
    df: agreement?.degreesOfFreedom ?? null,
    p: agreement?.p ?? null,
  };
});
