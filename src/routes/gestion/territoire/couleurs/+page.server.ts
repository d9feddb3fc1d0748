import { changeColours } from '#modules/territories/index.server.ts';
import { palettes } from '#modules/territories/index.ts';
import { leaveSaved, refused, settingsFor, typedIn } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** What the choice of a colour of one's own sends. */
const own = 'own';

export const load: PageServerLoad = async (event) => {
  const { settings, ...page } = await settingsFor(event);
  const colour = settings.colour ?? '';
  const isNamed = palettes.some((palette) => palette.colour === colour);
  return { ...page, values: { palette: isNamed ? colour : own, colour } };
};

export const actions: Actions = {
  default: async (event) => {
    const values = typedIn(await event.request.formData(), ['palette', 'colour']);
    const colour = values.palette === own ? values.colour || '?' : values.palette;
    const changed = await changeColours(event.locals.context, { colour });
    return changed.ok ? leaveSaved(event, 'colours') : refused(changed.error, values);
  },
};
