import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { changeNotice } from '#modules/territories/index.server.ts';
import { leaveSaved, refused, settingsFor, typedIn } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { settings, saved } = await settingsFor(event);
  const { publisher, director, hosting, legal, privacy } = settings;
  return {
    saved,
    values: {
      publisher,
      director,
      hosting,
      legal: toMarkdown(legal).trim(),
      privacy: toMarkdown(privacy).trim(),
    },
  };
};

const fields = ['publisher', 'director', 'hosting', 'legal', 'privacy'] as const;

export const actions: Actions = {
  default: async (event) => {
    const typed = typedIn(await event.request.formData(), fields);
    const changed = await changeNotice(event.locals.context, typed);
    return changed.ok ? leaveSaved(event, undefined) : refused(changed.error, typed);
  },
};
