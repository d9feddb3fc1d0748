import { z } from 'zod';
import { actionStatuses } from './action.ts';

const wordsShape = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });

const momentShape = z.strictObject({
  on: z.iso.date(),
  status: z.enum(actionStatuses),
  note: wordsShape.optional(),
});

/**
 * The shape of `data/demo/levers-and-actions.yaml`: what followed one session. Its comments on practices are checked
 * here and left to whoever holds the practices.
 */
export const actionFileShape = z.strictObject({
  source: wordsShape,
  session: z.string().min(1),
  chosenLevers: z.array(
    z.strictObject({
      id: z.string().min(1),
      lever: z.string().min(1),
      criterion: z.string().min(1),
      chosenOn: z.iso.date(),
      reason: wordsShape,
    }),
  ),
  actions: z.array(
    z.strictObject({
      id: z.string().min(1),
      title: wordsShape,
      /** Id of one of the levers chosen above. */
      lever: z.string().min(1),
      who: wordsShape,
      what: wordsShape,
      due: z.string().min(1),
      status: z.enum(actionStatuses),
      /** In order; it begins with the opening and ends with `status`. */
      history: z.tuple([momentShape], momentShape),
    }),
  ),
  comments: z.array(
    z.strictObject({
      id: z.string().min(1),
      practice: z.string().min(1),
      lang: z.literal('fr'),
      author: z.string().min(1),
      on: z.iso.date(),
      text: z.string().min(1),
    }),
  ),
});

export type ActionFile = z.output<typeof actionFileShape>;
