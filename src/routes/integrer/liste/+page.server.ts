import { addressOf } from '#modules/records/index.ts';
import { coversOf } from '#modules/records/index.server.ts';
import { listShown } from '../../pratiques/practice-list.server.ts';
import { embedPage } from '../embed-page.server.ts';
import { readEmbed } from '../embed-query.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { embed, filters: params } = readEmbed(url.searchParams);
  const { list, search } = await listShown({ locals, params });
  const isCards = embed.show === 'cards';
  const covers = isCards ? await coversOf(locals.context, list.items) : new Map();
  locals.sameForVisitors = true;
  return {
    frame: embedPage(locals, { list, search, embed, view: 'list' }),
    isCards,
    page: list.page,
    pages: list.pages,
    query: url.search,
    items: list.items.map((item) => ({ ...item, address: addressOf(item), cover: covers.get(item.id) })),
  };
};
