import { readOutbox } from '#modules/accounts/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const mails = await readOutbox(locals.context);
  return mails.ok ? { mails: mails.value } : refuse(mails.error.code);
};
