import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { acceptProposal, ownFactsOf, showProposal } from '#modules/practices/index.server.ts';
import { acceptForm } from '../../../record-proposal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const proposal = await showProposal(locals.context, params.token);
  if (!proposal.ok) return { refusal: proposal.error.code };
  const { record, details, pictures } = proposal.value;
  const { title, pitch, language } = record;
  const [facts = []] = await ownFactsOf(locals.context, [details.fields]);
  const shown = { ...details, extra: {}, fields: {} };
  return { title, pitch, language, html: renderHtml(record.body), details: shown, facts, pictures };
};

export const actions: Actions = { default: acceptForm(acceptProposal) };
