import type { Tone } from '#kernel/ui/ui.ts';
import type { EvaluationState } from '#modules/evaluation/index.ts';

/** How a state is underlined; the word beside it tells it. */
export const stateTone: Record<EvaluationState, Tone> = {
  draft: 'plain',
  open: 'info',
  closed: 'warning',
  published: 'success',
  withdrawn: 'plain',
};
