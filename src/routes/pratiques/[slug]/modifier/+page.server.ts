import { err } from '#kernel/result.ts';
import { formOf, readForm } from '#modules/practices/index.ts';
import { editPractice } from '#modules/practices/index.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { editForm, editShown } from '../../../record-edit.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const practice = await practiceAt(event);
  return { ...(await editShown(event.locals.context, practice.record)), values: formOf(practice) };
};

export const actions: Actions = {
  default: editForm({
    at: practiceAt,
    read: readForm,
    formOf,
    save: async (event, { input, core, ...edit }) => {
      const saved = await editPractice(event.locals.context, { ...edit, input: { ...input, core } });
      if (saved.ok) return saved;
      const { error } = saved;
      if (error.code !== 'invalid') return err(error);
      return err({ code: 'invalid', problems: error.fields.map((field) => ({ field })) });
    },
  }),
};
