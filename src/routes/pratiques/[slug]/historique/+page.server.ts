import { privateFields } from '#modules/practices/index.ts';
import { undoPracticeChange } from '#modules/practices/index.server.ts';
import { can } from '#modules/records/index.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const { record } = await practiceAt(event);
  return {
    ...(await historyShown(context, record, { unshown: privateFields })),
    mayUndo: can(context.actor, 'edit', record),
  };
};

export const actions: Actions = {
  default: undoForm(async (event) => (await practiceAt(event)).record, undoPracticeChange),
};
