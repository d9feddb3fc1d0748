import { entryIn, relatedEntries, summaryOfLever } from '#modules/knowledge/index.ts';
import { leversOfEntry, shippedKnowledge } from '#modules/knowledge/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { base, about } = shippedKnowledge();
  const { context, locale } = locals;
  const entry = base.entries.get(params.entry) ?? refuse('not-found');
  const levers = await leversOfEntry(context, entry);
  return {
    entry: entryIn(locale, entry),
    related: relatedEntries(base, entry.id).map(({ family, entries }) => ({
      family,
      entries: entries.map((other) => entryIn(locale, other)),
    })),
    levers: levers.map(summaryOfLever),
    source: about.source[locale],
    licence: about.licence,
  };
};
