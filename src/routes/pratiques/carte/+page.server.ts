import { localPath } from '#app/locale.ts';
import { langIn } from '#kernel/lang-in.ts';
import { translators } from '#messages/index.ts';
import { mapStrings, understoodQuery } from '#modules/practices/index.ts';
import {
  listPractices,
  practiceMapKey,
  territoryBounds,
  versionOf,
} from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { PageServerLoad } from './$types.d.ts';

/** How many practices stand under the map; the list has them all. */
const listed = 60;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context, locale } = locals;
  const t = translators[locale];
  const { query, kept } = understoodQuery(url.searchParams);
  for (const name of ['page', 'per_page', 'sort']) kept.delete(name);
  kept.sort();
  const filter = kept.toString();
  const [list, key, bounds] = await Promise.all([
    listPractices(context, { ...query, sort: 'title', page: 1, perPage: listed }),
    practiceMapKey(context, filter),
    territoryBounds(context),
  ]);
  kept.set('v', versionOf(key));
  const listPath = `${localPath(locale, '/pratiques')}${filter && `?${filter}`}`;
  return {
    map: {
      tilesUrl: `/pratiques/carte/tuiles/{z}/{x}/{y}?${kept}`,
      styleUrl: '/carte/style/{theme}',
      bounds,
      strings: mapStrings(t),
      locale,
      prefix: locale === 'fr' ? '' : `/${locale}`,
    },
    practices: list.items.map((item) => ({
      title: item.title,
      lang: langIn(locale, item.language),
      href: localPath(locale, addressOf(item)),
      where: item.communeName,
    })),
    words: {
      title: t('practices.map.title'),
      views: t('practices.list.views'),
      list: t('practices.list.list'),
      map: t('practices.list.map'),
      count: t(list.isCut ? 'practices.list.count-cut' : 'practices.list.count', { count: list.total }),
      all: list.total > listed ? t('practices.map.all', { count: list.total }) : '',
    },
    listPath,
    mapPath: `${localPath(locale, '/pratiques/carte')}${url.search}`,
  };
};
