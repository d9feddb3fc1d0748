import { isEmptyRichText } from '#kernel/rich-text/rich-text.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { readNotice } from '#modules/territories/index.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, territory } }) => {
  const { publisher, privacy } = await readNotice(context);
  return {
    publisher,
    privacy: isEmptyRichText(privacy) ? '' : renderHtml(privacy),
    language: territory.language,
  };
};
