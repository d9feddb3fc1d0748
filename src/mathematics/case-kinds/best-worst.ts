import { z } from 'zod';
import { weightsOfBestWorst } from '../weights-best-worst.ts';
import { caseKind } from './case-kind.ts';
import { complain } from './input-shapes.ts';

const MOST_CRITERIA = 50;
const times = z.array(z.number().min(1).max(1000)).min(1).max(MOST_CRITERIA);
const index = z
  .int()
  .min(0)
  .max(MOST_CRITERIA - 1);

const input = z
  .object({ best: index, worst: index, best_to_others: times, others_to_worst: times })
  .superRefine(({ best, worst, best_to_others, others_to_worst }, context) => {
    const count = best_to_others.length;
    if (others_to_worst.length !== count) return complain(context, ['others_to_worst'], 'wrong-length');
    if (best >= count) return complain(context, ['best'], 'out-of-range');
    if (worst >= count || (worst === best && count > 1)) return complain(context, ['worst'], 'out-of-range');
    if (best_to_others[best] !== 1) complain(context, ['best_to_others', best], 'not-allowed');
    if (others_to_worst[worst] !== 1) complain(context, ['others_to_worst', worst], 'not-allowed');
    if (best_to_others[worst] !== others_to_worst[best])
      complain(context, ['others_to_worst', best], 'not-allowed');
  });

/**
 * Kind `bwm`, the linear model: `best` and `worst` by index from 0, `best_to_others`, `others_to_worst`. Prints
 * `weights`, `xi_L` and `input_ratio`.
 */
export const bestWorstCase = caseKind(input, ({ best, worst, best_to_others, others_to_worst }) => {
  const { weights, xi, inputRatio } = weightsOfBestWorst({
    best,
    worst,
    bestToOthers: best_to_others,
    othersToWorst: others_to_worst,
  });
  return { weights, xi_L: xi, input_ratio: inputRatio };
});
