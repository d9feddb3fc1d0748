import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { acceptOwnerLink, openSessionFor, showOwnerLink } from '#modules/accounts/index.server.ts';
import { passCookies } from '../../cookies.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const link = await showOwnerLink(locals.context, params.token);
  return { territory: locals.territory.name, ...(!link.ok && { refusal: link.error.code }) };
};

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const form = await request.formData();
    const name = String(form.get('name') ?? '');
    const email = String(form.get('email') ?? '');
    const owner = await acceptOwnerLink(locals.context, { token: params.token, email, name });
    if (!owner.ok) {
      const { error } = owner;
      if (error.code === 'invalid') return fail(422, { name, email, errors: error.errors });
      return fail(422, { name, email, refusal: error.code });
    }
    passCookies(cookies, await openSessionFor(locals.app.sessions, owner.value.id, request.headers));
    const isNew = locals.territory.setupLeft.length > 0;
    redirect(303, localPath(locals.locale, isNew ? '/gestion/demarrer' : '/compte'));
  },
};
