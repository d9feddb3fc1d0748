import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { openSessionFor } from '#modules/accounts/index.server.ts';
import { acceptProposal, showProposal } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { passCookies } from '../../../cookies.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const proposal = await showProposal(locals.context, params.token);
  if (!proposal.ok) return { refusal: proposal.error.code };
  const { record, details } = proposal.value;
  const { title, pitch, language } = record;
  return { title, pitch, language, html: renderHtml(record.body), details };
};

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const accepted = await acceptProposal(locals.context, params.token);
    if (!accepted.ok) return fail(422, { refusal: accepted.error.code });
    const { record, person, signsIn } = accepted.value;
    if (signsIn) passCookies(cookies, await openSessionFor(locals.app.sessions, person.id, request.headers));
    redirect(303, localPath(locals.locale, addressOf(record)));
  },
};
