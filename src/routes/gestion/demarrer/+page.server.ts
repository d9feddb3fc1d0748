import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { passSteps } from '#modules/territories/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { settingsFor } from '../territoire/settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { settings } = await settingsFor(event);
  const { setupLeft } = event.locals.territory;
  return {
    setupLeft,
    hasNotice: settings.publisher !== '' && settings.director !== '' && settings.hosting !== '',
  };
};

export const actions: Actions = {
  default: async ({ locals }) => {
    const passed = await passSteps(locals.context);
    if (!passed.ok) return refuse(passed.error.code);
    locals.app.territories.forget();
    redirect(303, localPath(locals.locale, '/gestion/demarrer'));
  },
};
