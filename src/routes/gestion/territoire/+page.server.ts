import { namesOf } from '#modules/accounts/index.server.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import {
  changeIdentity,
  readSettingsHistory,
  undoSettingsChange,
} from '#modules/territories/index.server.ts';
import { translators } from '#messages/index.ts';
import { type Settings, settingsDifferences } from '#modules/territories/index.ts';
import { refuse } from '../../refusal.server.ts';
import { leaveSaved, refused, seenIn, settingsFor, typedIn } from './settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { settings, ...page } = await settingsFor(event, 'identity');
  const history = await readSettingsHistory(context);
  if (!history.ok) return refuse(history.error.code);
  const actors = [...new Set(history.value.flatMap(({ actorId }) => actorId ?? []))];
  const names = await namesOf(context.db, actors);
  return {
    ...page,
    values: valuesOf(settings),
    history: history.value.map(({ actorId, ...entry }) => ({
      ...entry,
      author: (actorId && names.get(actorId)) || '',
    })),
  };
};

function valuesOf({ name, welcome, publisher, timeZone, language, licence }: Settings) {
  return { name, welcome: toMarkdown(welcome).trim(), publisher, timeZone, language, licence };
}

const fields = ['name', 'welcome', 'publisher', 'timeZone', 'language', 'licence'] as const;

export const actions: Actions = {
  save: async (event) => {
    const form = await event.request.formData();
    const typed = typedIn(form, fields);
    const changed = await changeIdentity(event.locals.context, typed, seenIn(form));
    if (changed.ok) return leaveSaved(event, 'identity');
    const t = translators[event.locals.locale];
    return refused(changed.error, typed, (current) =>
      settingsDifferences(t, { typed, theirs: valuesOf(current) }),
    );
  },
  undo: async (event) => {
    const { entry } = typedIn(await event.request.formData(), ['entry']);
    const undone = await undoSettingsChange(event.locals.context, entry);
    return undone.ok ? leaveSaved(event, undefined) : refused(undone.error, undefined);
  },
};
