import { entriesByFamily, entryIn, searchEntries } from '#modules/knowledge/index.ts';
import { shippedKnowledge } from '#modules/knowledge/index.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const { base, about } = shippedKnowledge();
  const { locale } = locals;
  const search = (url.searchParams.get('q') ?? '').trim();
  const found = search === '' ? null : searchEntries(base, search, locale);
  return {
    search,
    found: found?.map((entry) => entryIn(locale, entry)),
    families: entriesByFamily(base).map(({ family, entries }) => ({
      family,
      entries: entries.map((entry) => entryIn(locale, entry)),
    })),
    source: about.source[locale],
    licence: about.licence,
  };
};
