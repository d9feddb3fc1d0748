import { can, entriesByFamily, entryIn, readLeverFilters, summaryOfLever } from '#modules/knowledge/index.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { listLevers, shippedKnowledge } from '#modules/knowledge/index.server.ts';
import { readAskedTopics } from '#modules/records/index.ts';
import { listTopics } from '#modules/records/index.server.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { justTakenAway } from '../record-forms.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const brakes =
    entriesByFamily(shippedKnowledge().base).find(({ family }) => family === 'brake')?.entries ?? [];
  const { filters, ignored } = readLeverFilters(
    url.searchParams,
    brakes.map(({ id }) => id),
  );
  const text = storableLine(url.searchParams.get('q') ?? '').slice(0, 200);
  const asked = readAskedTopics(url.searchParams);
  const [{ levers, counts, resembling }, topics] = await Promise.all([
    listLevers(locals.context, { text, filters, asked }),
    listTopics(locals.context, 'lever'),
  ]);
  return {
    levers: levers.map(summaryOfLever),
    takenAway: justTakenAway(locals, 'lever', url),
    follow: await listFollowed({ locals, url }, '/leviers', url.searchParams),
    mayWrite: can(locals.context.actor, 'write-lever'),
    counts,
    resembling,
    text,
    filters,
    asked,
    topics,
    ignored,
    brakes: brakes.map((entry) => entryIn(locals.locale, entry)),
  };
};
