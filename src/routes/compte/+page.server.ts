import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import {
  changeName,
  closeAllSessions,
  closeSession,
  listIdentities,
} from '#modules/accounts/index.server.ts';
import { countWaitingReports } from '#modules/moderation/index.server.ts';
import { exitOf } from '../connexion/leave-provider.server.ts';
import { passCookies } from '../cookies.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  if (!locals.person)
    redirect(303, `${localPath(locals.locale, '/connexion')}?vers=${localPath(locals.locale, '/compte')}`);
  const { name, email, role } = locals.person;
  const [waitingReports, identities] = await Promise.all([
    countWaitingReports(locals.context),
    listIdentities(locals.context),
  ]);
  const usesIdentities = locals.app.provider !== undefined || (identities.ok && identities.value.length > 0);
  return { person: { name, email, role }, waitingReports, usesIdentities };
};

export const actions: Actions = {
  rename: async ({ locals, request }) => {
    const name = String((await request.formData()).get('name') ?? '');
    const renamed = await changeName(locals.context, name);
    return renamed.ok ? { name, saved: true } : fail(422, { name, error: renamed.error.code });
  },
  leave: async ({ locals, request, cookies }) => {
    const exit = await exitOf(locals, { cookies, request });
    passCookies(cookies, await closeSession(locals.app.sessions, request.headers));
    redirect(303, exit);
  },
  leaveEverywhere: async ({ locals, request, cookies }) => {
    const exit = await exitOf(locals, { cookies, request });
    await closeAllSessions(locals.app.sessions, locals.context);
    passCookies(cookies, await closeSession(locals.app.sessions, request.headers));
    redirect(303, exit);
  },
};
