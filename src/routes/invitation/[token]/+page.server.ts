import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { acceptInvitation, openSessionFor, showInvitation } from '#modules/accounts/index.server.ts';
import { passCookies } from '../../cookies.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const shown = await showInvitation(locals.context, params.token);
  const territory = locals.territory.name;
  return shown.ok ? { territory, invitation: shown.value } : { territory, refusal: shown.error.code };
};

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const name = String((await request.formData()).get('name') ?? '');
    const person = await acceptInvitation(locals.context, { token: params.token, name });
    if (!person.ok) return fail(422, { name, refusal: person.error.code });
    if (!locals.person) {
      passCookies(cookies, await openSessionFor(locals.app.sessions, person.value.id, request.headers));
    }
    redirect(303, localPath(locals.locale, '/compte'));
  },
};
