import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { acceptSignInLink, openSessionFor, showSignInLink } from '#modules/accounts/index.server.ts';
import { passCookies } from '../../../cookies.server.ts';
import { safeReturn } from '../../../safe-return.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no other site is told it, no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const link = await showSignInLink(locals.context, params.token);
  return link.ok ? { email: link.value.email } : { refusal: link.error.code };
};

export const actions: Actions = {
  default: async ({ locals, params, request, cookies, url }) => {
    const person = await acceptSignInLink(locals.context, params.token);
    if (!person.ok) return fail(422, { refusal: person.error.code });
    passCookies(cookies, await openSessionFor(locals.app.sessions, person.value.id, request.headers));
    const returnTo = safeReturn(url.searchParams.get('vers'));
    redirect(303, returnTo === '/' ? localPath(locals.locale, '/compte') : returnTo);
  },
};
