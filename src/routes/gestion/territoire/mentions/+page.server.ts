import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { changeNotice } from '#modules/territories/index.server.ts';
import { translators } from '#messages/index.ts';
import { type Settings, settingsDifferences } from '#modules/territories/index.ts';
import { leaveSaved, refused, seenIn, settingsFor, typedIn } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { settings, saved, mark } = await settingsFor(event, 'notice');
  return { saved, mark, values: valuesOf(settings) };
};

function valuesOf({ publisher, director, hosting, legal, privacy }: Settings) {
  const texts = { legal: toMarkdown(legal).trim(), privacy: toMarkdown(privacy).trim() };
  return { publisher, director, hosting, ...texts };
}

const fields = ['publisher', 'director', 'hosting', 'legal', 'privacy'] as const;

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const typed = typedIn(form, fields);
    const changed = await changeNotice(event.locals.context, typed, seenIn(form));
    if (changed.ok) return leaveSaved(event, undefined);
    const t = translators[event.locals.locale];
    return refused(changed.error, typed, (current) =>
      settingsDifferences(t, { typed, theirs: valuesOf(current) }),
    );
  },
};
