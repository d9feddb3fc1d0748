import { can } from '#modules/evaluation/index.ts';
import { isDescription, undoDescription } from '#modules/evaluation/index.server.ts';
import { historyShown, undoForm } from '../../../record-history.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** Ids that say nothing to a reader. */
const unshown = ['frameworkVersionId', 'practiceId'];
/** Who was invited and how many answered is for those who run the session. */
const ofFacilitators = /^evaluation\.(invited|invitations-.*|answered)$/;

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const session = await sessionAt(event);
  const mayRun = can(context.actor, 'invite', session);
  const history = await historyShown(context, session.record, {
    unshown,
    isTold: ({ action }) => mayRun || !ofFacilitators.test(action),
    isUndone: isDescription,
  });
  return { ...history, mayUndo: can(context.actor, 'describe', session) };
};

export const actions: Actions = {
  default: undoForm(async (event) => (await sessionAt(event)).record, undoDescription),
};
