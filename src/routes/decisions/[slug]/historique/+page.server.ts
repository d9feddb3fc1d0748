import { historyShown } from '../../../record-history.server.ts';
import { decisionAt } from '../../decision-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

const unshown = ['subjectId', 'consultationId', 'proposalId'];

export const load: PageServerLoad = async (event) => {
  const { record } = await decisionAt(event);
  return historyShown(event.locals.context, record, { unshown });
};
