import type { Context } from '#kernel/context.ts';
import type { Priority } from '#modules/evaluation/index.ts';
import { addressOf } from '#modules/records/index.ts';
import { linkedRecords } from '#modules/records/index.server.ts';

/** By criterion, the record that a priority became, as far as the reader may see it. */
export async function outcomesOf(
  context: Context,
  priorities: readonly Priority[],
): Promise<Record<string, { title: string; language: string; address: string }>> {
  const records = await linkedRecords(
    context,
    priorities.flatMap(({ outcomeId }) => outcomeId ?? []),
  );
  return Object.fromEntries(
    priorities.flatMap(({ criterionId, outcomeId }) => {
      const record = outcomeId && records.get(outcomeId);
      if (!record) return [];
      const { title, language } = record;
      return [[criterionId, { title, language, address: addressOf(record) }]];
    }),
  );
}
