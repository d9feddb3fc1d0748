import { can } from '#modules/knowledge/index.ts';
import { undoLeverChange } from '#modules/knowledge/index.server.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { leverAt } from '../../lever-at.server.ts';
import { leverChoices } from '../../lever-choices.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const { record } = await leverAt(event);
  return {
    ...(await historyShown(context, record)),
    choices: await leverChoices(context, locale),
    mayUndo: can(context.actor, 'write-lever'),
  };
};

export const actions: Actions = {
  default: undoForm(async (event) => (await leverAt(event)).record, undoLeverChange),
};
