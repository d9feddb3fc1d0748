import { translators } from '#messages/index.ts';
import { mapStrings } from '#modules/practices/index.ts';
import { practiceMapKey, territoryBounds, versionOf } from '#modules/practices/index.server.ts';

/**
 * What the map of practices needs to draw itself in a page.
 *
 * @param search the filters, as `listShown` gives them
 */
export async function mapShown({ context, locale }: App.Locals, search: string) {
  const filters = new URLSearchParams(search);
  for (const name of ['sort', 'near']) filters.delete(name);
  filters.sort();
  const [key, bounds] = await Promise.all([
    practiceMapKey(context, filters.toString()),
    territoryBounds(context),
  ]);
  filters.set('v', versionOf(key));
  return {
    tilesUrl: `/pratiques/carte/tuiles/{z}/{x}/{y}?${filters}`,
    styleUrl: '/carte/style/{theme}',
    bounds,
    strings: mapStrings(translators[locale]),
    locale,
    prefix: locale === 'fr' ? '' : `/${locale}`,
  };
}
