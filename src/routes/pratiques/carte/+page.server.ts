import { localPath } from '#app/locale.ts';
import { langIn } from '#kernel/lang-in.ts';
import { translators } from '#messages/index.ts';
import { filterWords, readBounds } from '#modules/practices/index.ts';
import { countWithoutPlace } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { listShown } from '../practice-list.server.ts';
import { practiceViews } from '../practice-views.ts';
import { mapShown } from './map-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

/** How many practices stand under the map; the list has them all. */
const listed = 60;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { locale } = locals;
  const t = translators[locale];
  const first = { sort: 'title', page: 1, perPage: listed } as const;
  const params = new URLSearchParams(url.searchParams);
  for (const name of ['sort', 'near', 'vue']) params.delete(name);
  const { list, narrowed, filters, instead, search } = await listShown({ locals, params }, first);
  const without = await countWithoutPlace(narrowed);
  return {
    map: { ...(await mapShown(locals, search)), view: readBounds(url.searchParams.get('vue') ?? '') },
    filters,
    filterWords: filterWords(t),
    instead,
    views: practiceViews(t, { path: localPath(locale, '/pratiques'), search, view: 'map' }),
    practices: list.items.map((item) => ({
      title: item.title,
      lang: langIn(locale, item.language),
      href: localPath(locale, addressOf(item)),
      where: item.communeName,
    })),
    words: {
      title: t('practices.map.title'),
      views: t('practices.list.views'),
      count: t(list.isCut ? 'practices.list.count-cut' : 'practices.list.count', { count: list.total }),
      all: list.total > listed ? t('practices.map.all', { count: list.total }) : '',
      without: without > 0 ? t('practices.map.without-point', { count: without }) : '',
      instead: t('practices.list.instead'),
    },
    action: localPath(locale, '/pratiques/carte'),
    listPath: `${localPath(locale, '/pratiques')}${search}`,
  };
};
