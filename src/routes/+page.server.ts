import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { readPracticeQuery } from '#modules/practices/index.ts';
import { listPractices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const query = readPracticeQuery(new URLSearchParams({ per_page: '6' }));
  if (!query.ok) throw new Error('The latest practices can always be asked for');
  locals.sameForVisitors = true;
  const { items, total } = await listPractices(locals.context, query.value);
  return {
    welcome: renderHtml(locals.territory.welcome),
    // Territories write their welcome in French, as the product's first texts are, until they can say otherwise.
    welcomeLanguage: 'fr',
    total,
    latest: items.map((item) => ({ ...item, address: addressOf(item) })),
  };
};
