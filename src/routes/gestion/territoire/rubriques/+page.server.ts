import { translators } from '#messages/index.ts';
import { type Settings, sections } from '#modules/territories/index.ts';
import { changeSections } from '#modules/territories/index.server.ts';
import { leaveSaved, refused, seenIn, settingsFor } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { settings, ...page } = await settingsFor(event, 'sections');
  return { ...page, values: { on: sectionsOn(settings) } };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const on = form.getAll('on').map(String);
    const changed = await changeSections(event.locals.context, { on }, seenIn(form));
    if (changed.ok) return leaveSaved(event, 'sections');
    const t = translators[event.locals.locale];
    return refused(changed.error, { on }, (current) => {
      const names = sectionsOn(current).map((section) => t(`territories.sections.${section}`));
      return [{ term: t('territories.field.sectionsOff'), text: names.join(', ') || '—' }];
    });
  },
};

function sectionsOn({ sectionsOff }: Settings) {
  return sections.filter((section) => !sectionsOff.includes(section));
}
