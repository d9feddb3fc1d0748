import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { enterRoom, findRoom } from '#modules/deliberation/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const consultation = await findRoom(locals.context, params.code);
  if (!consultation) return { room: null };
  const { title, language } = consultation.record;
  return { room: { title, language } };
};

export const actions: Actions = {
  default: async ({ locals, params, getClientAddress }) => {
    const asked = { code: params.code, address: getClientAddress() };
    const entered = await enterRoom(locals.context, asked);
    if (entered.ok) redirect(303, localPath(locals.locale, `/deliberations/avis/${entered.value}`));
    if (entered.error.code === 'not-found') return refuse('not-found');
    return fail(429, { tooMany: true });
  },
};
