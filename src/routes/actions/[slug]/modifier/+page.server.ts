import { actionFormOf, readActionForm } from '#modules/action-plans/index.ts';
import { editAction } from '#modules/action-plans/index.server.ts';
import { editForm, editShown } from '../../../record-edit.server.ts';
import { actionAt } from '../../action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const action = await actionAt(event);
  return { ...(await editShown(event.locals.context, action.record)), values: actionFormOf(action) };
};

export const actions: Actions = {
  default: editForm({
    at: actionAt,
    read: readActionForm,
    formOf: actionFormOf,
    save: (event, edit) => editAction(event.locals.context, edit),
  }),
};
