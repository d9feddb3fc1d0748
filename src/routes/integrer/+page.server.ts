import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { filterWords } from '#modules/practices/index.ts';
import { listShown } from '../pratiques/practice-list.server.ts';
import { frameLine, framePath, readEmbed } from './embed-query.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context, territory } = locals;
  const { embed, filters: params } = readEmbed(url.searchParams);
  params.delete('sort');
  const { list, filters, search } = await listShown({ locals, params });
  const language = embed.language ?? locals.locale;
  const t = translators[language];
  const title = embed.title || t('practices.embed.frame-title', { territory: territory.name });
  const chosen = { ...embed, title, language };
  const where = { prefix: language === 'fr' ? '' : `/${language}`, filters: new URLSearchParams(search) };
  locals.sameForVisitors = true;
  return {
    embed: chosen,
    total: list.total,
    /** What the form sends again: what was chosen of the practices. */
    kept: [...new URLSearchParams(search)],
    chips: filters.chips.map(({ label }) => label),
    words: filterWords(translators[locals.locale]),
    line: frameLine(chosen, { ...where, origin: context.origin }),
    seen: framePath(embed, where),
    listPath: `${localPath(locals.locale, '/pratiques')}${search}`,
  };
};
