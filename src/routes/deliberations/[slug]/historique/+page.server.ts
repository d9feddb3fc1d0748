import { can } from '#modules/deliberation/index.ts';
import { undoConsultationChange } from '#modules/deliberation/index.server.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { consultationAt } from '../../consultation-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

const unshown = ['subjectId', 'proposal'];

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await consultationAt(event);
  return { ...(await historyShown(context, record, { unshown })), mayUndo: can(context.actor, 'run') };
};

export const actions: Actions = {
  default: undoForm(async (event) => (await consultationAt(event)).record, undoConsultationChange),
};
