import { translators } from '#messages/index.ts';
import { changeColours } from '#modules/territories/index.server.ts';
import { palettes } from '#modules/territories/index.ts';
import { leaveSaved, refused, seenIn, settingsFor, typedIn } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** What the choice of a colour of one's own sends. */
const own = 'own';

export const load: PageServerLoad = async (event) => {
  const { settings, ...page } = await settingsFor(event, 'colours');
  const colour = settings.colour ?? '';
  const isNamed = palettes.some((palette) => palette.colour === colour);
  return { ...page, values: { palette: isNamed ? colour : own, colour } };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const values = typedIn(form, ['palette', 'colour']);
    const colour = values.palette === own ? values.colour || '?' : values.palette;
    const changed = await changeColours(event.locals.context, { colour }, seenIn(form));
    if (changed.ok) return leaveSaved(event, 'colours');
    const t = translators[event.locals.locale];
    return refused(changed.error, values, (current) => {
      const named = palettes.find((palette) => palette.colour === (current.colour ?? ''));
      const text = named ? t(`territories.colours.${named.name}`) : (current.colour ?? '');
      return [{ term: t('territories.field.colour'), text }];
    });
  },
};
