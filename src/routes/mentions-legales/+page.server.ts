import { hasRole } from '#kernel/context.ts';
import { isEmptyRichText } from '#kernel/rich-text/rich-text.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { readNotice } from '#modules/territories/index.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, territory } }) => {
  const { publisher, director, hosting, legal } = await readNotice(context);
  return {
    notice: { publisher, director, hosting },
    legal: isEmptyRichText(legal) ? '' : renderHtml(legal),
    language: territory.language,
    isDemo: territory.isDemo,
    mayFill: hasRole(context.actor, 'owner'),
  };
};
