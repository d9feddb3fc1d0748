import { err } from '#kernel/result.ts';
import { type Practice, formOf, readForm, readOwnTyped } from '#modules/practices/index.ts';
import { askOwnFields, editPractice } from '#modules/practices/index.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { editForm, editShown } from '../../../record-edit.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const practice = await practiceAt(event);
  const { context } = event.locals;
  return {
    ...(await editShown(context, practice.record)),
    values: formOf(practice),
    own: await askOwnFields(context, practice.details.fields),
  };
};

export const actions: Actions = {
  default: editForm({
    at: practiceAt,
    read: (form) => ({ plain: readForm(form), own: readOwnTyped(form) }),
    formOf: (practice: Practice) => ({ plain: formOf(practice), own: {} }),
    save: async (event, { input, core, ...edit }) => {
      const saved = await editPractice(event.locals.context, {
        ...edit,
        input: { ...input.plain, own: input.own, core },
      });
      if (saved.ok) return saved;
      const { error } = saved;
      if (error.code !== 'invalid') return err(error);
      return err({ code: 'invalid', problems: error.fields.map((field) => ({ field })) });
    },
  }),
};
