import { can, pageFormOf, readPageForm } from '#modules/records/index.ts';
import { editPage } from '#modules/records/index.server.ts';
import { editForm, editShown } from '../../../record-edit.server.ts';
import { pageAt } from '../../page-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record } = await pageAt(event);
  const { context } = event.locals;
  return {
    ...(await editShown(context, record)),
    values: pageFormOf(record),
    mayChooseVisibility: can(context.actor, 'change-visibility', record),
  };
};

export const actions: Actions = {
  default: editForm({
    at: pageAt,
    read: readPageForm,
    formOf: ({ record }) => pageFormOf(record),
    save: (event, edit) => editPage(event.locals.context, edit),
  }),
};
