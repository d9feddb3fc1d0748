import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { acceptPageProposal, showPageProposal } from '#modules/records/index.server.ts';
import { acceptForm } from '../../../record-proposal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const proposal = await showPageProposal(locals.context, params.token);
  if (!proposal.ok) return { refusal: proposal.error.code };
  const { title, pitch, language, body } = proposal.value.record;
  return { proposed: { title, pitch, language, html: renderHtml(body) } };
};

export const actions: Actions = { default: acceptForm(acceptPageProposal) };
