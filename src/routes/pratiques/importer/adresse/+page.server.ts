import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { hasRole } from '#kernel/context.ts';
import { receiveFromAddress } from '#modules/practices/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = ({ locals: { context } }) => {
  const { actor } = context;
  if (!hasRole(actor, 'facilitator')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const [address = '', sourceName = '', licence = ''] = ['address', 'source', 'licence'].map((name) =>
      String(form.get(name) ?? ''),
    );
    const given = { address, sourceName, licence };
    const received = await receiveFromAddress(locals.context, locals.app.openAddress, given);
    if (received.ok) redirect(303, `${localPath(locals.locale, '/pratiques/importer')}/${received.value}`);
    const { error } = received;
    if (!('proposals' in error)) return refuse(error.code);
    return fail(error.code === 'too-many-fetches' ? 429 : 422, { ...given, error });
  },
};
