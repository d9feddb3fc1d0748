import { type RequestEvent, redirect } from '@sveltejs/kit';
import { communesIn, groupedCommunes, placesCalled } from '#modules/territories/index.ts';
import { addCommunes, loadCommunes, removeCommunes } from '#modules/territories/index.server.ts';
import { refused, settingsFor, typedIn } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { settings, ...page } = await settingsFor(event);
  const directory = await loadCommunes();
  const text = (event.url.searchParams.get('q') ?? '').slice(0, 100);
  const chosen = new Set(settings.communes);
  const isChosen = (place: { kind: string; code: string }) =>
    (communesIn(directory, place) ?? []).every(({ code }) => chosen.has(code));
  const groups = groupedCommunes(directory, settings.communes);
  return {
    ...page,
    text,
    found: placesCalled(directory, text).map((place) => ({ ...place, isChosen: isChosen(place) })),
    groups,
    communes: settings.communes.length,
    population: groups.reduce((sum, group) => sum + group.population, 0),
  };
};

/** The page again, with what was searched and the step of the assistant. */
function stay({ locals, url }: RequestEvent): never {
  locals.app.territories.forget();
  const kept = ['q', 'demarrer'].flatMap((name) => {
    const value = url.searchParams.get(name);
    return value === null ? [] : [[name, value] satisfies [string, string]];
  });
  redirect(303, `${url.pathname}?${new URLSearchParams([...kept, ['enregistre', '1']])}#territoire`);
}

export const actions: Actions = {
  add: async (event) => {
    const [kind = '', code = ''] = typedIn(await event.request.formData(), ['place']).place.split(':');
    const added = await addCommunes(event.locals.context, { kind, code });
    return added.ok ? stay(event) : refused(added.error, undefined);
  },
  remove: async (event) => {
    const codes = (await event.request.formData()).getAll('codes').map(String);
    const removed = await removeCommunes(
      event.locals.context,
      codes.flatMap((list) => list.split(' ')),
    );
    return removed.ok ? stay(event) : refused(removed.error, undefined);
  },
};
