import { translators } from '#messages/index.ts';
import { licenceName } from '#kernel/ui/licence-name.ts';
import { localPath } from '#app/locale.ts';
import type { PracticeList } from '#modules/practices/index.server.ts';
import type { Embed } from './embed-query.ts';

/** What stands around the practices in a frame: whose they are, under which licence, and where everything is. */
export function embedPage(
  { locale, territory }: App.Locals,
  { list, search, embed, view }: { list: PracticeList; search: string; embed: Embed; view: 'list' | 'map' },
) {
  const t = translators[locale];
  const licences = [...new Set(list.items.map(({ licence }) => licenceName(licence)))];
  const title = t('practices.embed.frame-title', { territory: territory.name });
  return {
    title,
    /** The name of the page, which tells the views from each other. */
    pageTitle: `${title} – ${t(`practices.view.${view}`)}`,
    count: t(list.isCut ? 'practices.list.count-cut' : 'practices.list.count', { count: list.total }),
    whole: { href: `${localPath(locale, '/pratiques')}${search}`, label: t('practices.embed.whole') },
    credit:
      licences.length > 0
        ? t('practices.embed.credit', { territory: territory.name, licences: licences.join(', ') })
        : '',
    theme: embed.colours === 'auto' ? undefined : embed.colours,
  };
}
