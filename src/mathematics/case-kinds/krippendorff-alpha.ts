import { z } from 'zod';
import { krippendorffAlpha, unitsOf } from '../agreement.ts';
import { caseKind } from './case-kind.ts';
import { figure, requireEvenRows } from './input-shapes.ts';

const input = z
  .object({ coders: z.array(z.array(figure.nullable())).min(1) })
  .superRefine(({ coders }, context) => requireEvenRows(context, 'coders', { rows: coders }));

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
