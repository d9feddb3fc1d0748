import { readOutbox, retryMail } from '#modules/accounts/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const mails = await readOutbox(locals.context);
  return mails.ok ? { mails: mails.value, delivery: locals.app.mail } : refuse(mails.error.code);
};

export const actions: Actions = {
  default: async ({ locals }) => {
    const retried = await retryMail(locals.context);
    return retried.ok ? { retried: retried.value } : refuse(retried.error.code);
  },
};
