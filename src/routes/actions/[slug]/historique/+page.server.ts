import { undoActionChange } from '#modules/action-plans/index.server.ts';
import { can } from '#modules/records/index.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { actionAt } from '../../action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await actionAt(event);
  return { ...(await historyShown(context, record)), mayUndo: can(context.actor, 'edit', record) };
};

export const actions: Actions = {
  default: undoForm(async (event) => (await actionAt(event)).record, undoActionChange),
};
