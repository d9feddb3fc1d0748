import { namesOf } from '#modules/accounts/index.server.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import {
  changeIdentity,
  readSettingsHistory,
  undoSettingsChange,
} from '#modules/territories/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { leaveSaved, refused, settingsFor, typedIn } from './settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { settings, ...page } = await settingsFor(event);
  const { name, welcome, publisher, timeZone, language, licence } = settings;
  const history = await readSettingsHistory(context);
  if (!history.ok) return refuse(history.error.code);
  const actors = [...new Set(history.value.flatMap(({ actorId }) => actorId ?? []))];
  const names = await namesOf(context.db, actors);
  return {
    ...page,
    values: { name, welcome: toMarkdown(welcome).trim(), publisher, timeZone, language, licence },
    history: history.value.map(({ actorId, ...entry }) => ({
      ...entry,
      author: (actorId && names.get(actorId)) || '',
    })),
  };
};

const fields = ['name', 'welcome', 'publisher', 'timeZone', 'language', 'licence'] as const;

export const actions: Actions = {
  save: async (event) => {
    const typed = typedIn(await event.request.formData(), fields);
    const changed = await changeIdentity(event.locals.context, typed);
    return changed.ok ? leaveSaved(event, 'identity') : refused(changed.error, typed);
  },
  undo: async (event) => {
    const { entry } = typedIn(await event.request.formData(), ['entry']);
    const undone = await undoSettingsChange(event.locals.context, entry);
    return undone.ok ? leaveSaved(event, undefined) : refused(undone.error, undefined);
  },
};
