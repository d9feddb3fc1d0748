import { can, leverFormOf, readLeverForm } from '#modules/knowledge/index.ts';
import { editLever } from '#modules/knowledge/index.server.ts';
import { editForm, editShown } from '../../../record-edit.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { leverAt } from '../../lever-at.server.ts';
import { leverChoices } from '../../lever-choices.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const lever = await leverAt(event);
  const { actor } = context;
  if (!can(actor, 'write-lever')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return {
    ...(await editShown(context, lever.record)),
    values: leverFormOf(lever),
    choices: await leverChoices(context, locale),
  };
};

export const actions: Actions = {
  default: editForm({
    at: leverAt,
    read: readLeverForm,
    formOf: leverFormOf,
    save: async ({ locals: { context, locale } }, edit) => {
      const { criteria } = await leverChoices(context, locale);
      return editLever(context, { ...edit, criteria: criteria.map(({ value }) => value) });
    },
  }),
};
