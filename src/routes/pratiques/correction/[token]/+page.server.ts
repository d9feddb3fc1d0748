import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { acceptCorrection, showCorrection } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const correction = await showCorrection(locals.context, params.token);
  if (!correction.ok) return { refusal: correction.error.code };
  const { record, changes, ownChanges, changesCore } = correction.value;
  const { title, language } = record;
  return { title, language, address: addressOf(record), changes, ownChanges, changesCore };
};

export const actions: Actions = {
  default: async ({ locals, params }) => {
    const accepted = await acceptCorrection(locals.context, params.token);
    if (!accepted.ok) return fail(422, { refusal: accepted.error.code });
    redirect(303, localPath(locals.locale, addressOf(accepted.value)));
  },
};
