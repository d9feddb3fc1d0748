import { can } from '#modules/records/index.ts';
import { undoPageChange } from '#modules/records/index.server.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { pageAt } from '../../page-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await pageAt(event);
  return { ...(await historyShown(context, record)), mayUndo: can(context.actor, 'edit', record) };
};

export const actions: Actions = {
  default: undoForm(async (event) => (await pageAt(event)).record, undoPageChange),
};
