import { localPath } from '#app/locale.ts';
import { langIn } from '#kernel/lang-in.ts';
import { addressOf } from '#modules/records/index.ts';
import { mapShown } from '../../pratiques/carte/map-shown.server.ts';
import { listShown } from '../../pratiques/practice-list.server.ts';
import { embedPage } from '../embed-page.server.ts';
import { readEmbed } from '../embed-query.ts';
import type { PageServerLoad } from './$types.d.ts';

/** How many practices stand under the map; the whole page has them all. */
const listed = 60;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { embed, filters: params } = readEmbed(url.searchParams);
  params.delete('sort');
  const { list, search } = await listShown({ locals, params }, { sort: 'title', page: 1, perPage: listed });
  return {
    frame: embedPage(locals, { list, search, embed, view: 'map' }),
    map: await mapShown(locals, search),
    practices: list.items.map((item) => ({
      title: item.title,
      lang: langIn(locals.locale, item.language),
      href: localPath(locals.locale, addressOf(item)),
    })),
  };
};
