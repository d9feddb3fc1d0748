import { z } from 'zod';
import { krippendorffAlpha, unitsOf } from '../agreement.ts';
import { caseKind } from './case-kind.ts';

const input = z
  .object({ coders: z.array(z.array(z.number().nullable())).min(1) })
  .superRefine(({ coders }, context) => {
    for (const [i, row] of coders.entries()) {
      if (row.length !== coders[0]?.length) {
        context.addIssue({ code: 'custom', path: ['coders', i], params: { rule: 'wrong-length' } });
      }
    }
  });

/** Kind `krippendorff-alpha`: `coders` is raters × units, null = missing. Prints α for the four measurements. */
export const krippendorffAlphaCase = caseKind(input, ({ coders }) => {
  const units = unitsOf(coders);
  return {
    nominal: krippendorffAlpha(units, 'nominal'),
    ordinal: krippendorffAlpha(units, 'ordinal'),
    interval: krippendorffAlpha(units, 'interval'),
    ratio: krippendorffAlpha(units, 'ratio'),
  };
});
