import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from './index.ts';

/** What the pages of every list are called: the `words` of a `Pagination`. */
export function pagerWords(t: Translate<MessageKey>) {
  return {
    label: t('app.pages.label'),
    previous: t('app.pages.previous'),
    next: t('app.pages.next'),
    page: (page: number) => t('app.pages.page', { page }),
  };
}
