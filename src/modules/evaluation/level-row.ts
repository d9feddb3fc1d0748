import type { SpreadRow } from '#kernel/ui/spread-chart.ts';
import type { Translate } from '#kernel/translate.ts';
import { type Distribution, summaryOf } from '#mathematics/distribution.ts';
import type { MessageKey } from '#messages/index.ts';

/** Answers in levels as a chart of their spread shows them: each level, the median and quartiles, and what stands outside. */
export function levelRow(
  t: Translate<MessageKey>,
  distribution: Distribution,
  words: { label: string; note: string },
): SpreadRow {
  const levels = summaryOf(distribution);
  return {
    ...words,
    counts: distribution.counts,
    median: levels?.median ?? null,
    text: levels ? t('evaluation.result.median', { median: levels.median }) : t('evaluation.result.no-level'),
    quartiles: levels ? [levels.lowerQuartile, levels.upperQuartile] : undefined,
    outside: [distribution.notApplicable, distribution.dontKnow, distribution.notAnswered],
  };
}
