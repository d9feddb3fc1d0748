import { sections } from '#modules/territories/index.ts';
import { changeSections } from '#modules/territories/index.server.ts';
import { leaveSaved, refused, settingsFor } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { settings, ...page } = await settingsFor(event);
  return { ...page, values: { on: sections.filter((section) => !settings.sectionsOff.includes(section)) } };
};

export const actions: Actions = {
  default: async (event) => {
    const on = (await event.request.formData()).getAll('on').map(String);
    const changed = await changeSections(event.locals.context, { on });
    return changed.ok ? leaveSaved(event, 'sections') : refused(changed.error, { on });
  },
};
