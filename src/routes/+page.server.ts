import { hasRole } from '#kernel/context.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { readPracticeQuery } from '#modules/practices/index.ts';
import { listPractices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { newestPages } from '#modules/records/index.server.ts';
import { awaitInventory } from './inventory-read.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const query = readPracticeQuery(new URLSearchParams({ per_page: '6' }));
  if (!query.ok) throw new Error('The latest practices can always be asked for');
  locals.sameForVisitors = true;
  await awaitInventory(locals.context);
  const everything = { text: '', tag: '', asked: {} };
  const [{ items, total }, pages] = await Promise.all([
    listPractices(locals.context, query.value),
    newestPages(locals.context, everything, { limit: 3 }),
  ]);
  return {
    welcome: renderHtml(locals.territory.welcome),
    welcomeLanguage: locals.territory.language,
    isDemo: locals.territory.isDemo,
    setupLeft: hasRole(locals.context.actor, 'owner') ? locals.territory.setupLeft : [],
    total,
    latest: items.map((item) => ({ ...item, address: addressOf(item) })),
    pages: pages.map(({ id, title, pitch, language, ...page }) => ({
      id,
      title,
      pitch,
      language,
      address: addressOf(page),
    })),
  };
};
