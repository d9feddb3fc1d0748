import { entriesByFamily, entryIn, readLeverFilters, summaryOfLever } from '#modules/knowledge/index.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { listLevers, shippedKnowledge } from '#modules/knowledge/index.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const brakes =
    entriesByFamily(shippedKnowledge().base).find(({ family }) => family === 'brake')?.entries ?? [];
  const { filters, ignored } = readLeverFilters(
    url.searchParams,
    brakes.map(({ id }) => id),
  );
  const text = storableLine(url.searchParams.get('q') ?? '').slice(0, 200);
  const { levers, counts, resembling } = await listLevers(locals.context, { text, filters });
  return {
    levers: levers.map(summaryOfLever),
    counts,
    resembling,
    text,
    filters,
    ignored,
    brakes: brakes.map((entry) => entryIn(locals.locale, entry)),
  };
};
