import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';

/** The views of the inventory on a page that is read; the map has an address of its own, for it is a tool. */
export const pageViews = ['cards', 'list', 'table', 'print'] as const;
export type PageView = (typeof pageViews)[number];

/** The ways of seeing the same practices, each with the filters of the address. */
export function practiceViews(
  t: Translate<MessageKey>,
  { path, search, view }: { path: string; search: string; view: PageView | 'map' },
): { href: string; label: string; current: boolean }[] {
  return (['cards', 'list', 'table', 'map', 'print'] as const).map((one) => {
    const params = new URLSearchParams(search);
    if (one !== 'map' && one !== 'cards') params.set('view', one);
    const query = params.size > 0 ? `?${params}` : '';
    return {
      href: `${path}${one === 'map' ? '/carte' : ''}${query}`,
      label: t(`practices.view.${one}`),
      current: one === view,
    };
  });
}
