import type { Tone } from '#kernel/ui/ui.ts';
import type { Standing } from '#modules/evaluation/index.ts';

/** How a standing is underlined; the word beside it tells it. */
export const standingTone: Record<Standing, Tone> = {
  waiting: 'plain',
  unsigned: 'warning',
  answered: 'success',
};
