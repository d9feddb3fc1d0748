import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type FormValues, formOf, readForm } from '#modules/practices/index.ts';
import { editPractice } from '#modules/practices/index.server.ts';
import { type CoreFormValues, addressOf, can, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const practice = await practiceAt(event);
  const { actor } = event.locals.context;
  if (!can(actor, 'edit', practice.record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const { title, language, version } = practice.record;
  const core = await coreForm(event.locals.context, practice.record);
  return { title, language, version, values: formOf(practice), core };
};

export const actions: Actions = {
  default: async (event) => {
    const { record } = await practiceAt(event);
    const form = await event.request.formData();
    const typed = { values: readForm(form), core: readCoreForm(form) };
    const version = Number(form.get('version'));
    const saved = await editPractice(event.locals.context, {
      recordId: record.id,
      version,
      input: { ...typed.values, core: typed.core },
    });
    if (saved.ok) redirect(303, localPath(event.locals.locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid') return fail(422, back(typed, version, { invalid: error.fields }));
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    // What the person typed stays in the form; what the other saved stands beside it.
    return fail(409, back(typed, error.current.record.version, { theirs: formOf(error.current) }));
  },
};

/** The form again, with nothing of what was typed lost. */
function back(
  typed: { values: FormValues; core: CoreFormValues | undefined },
  version: number,
  why: { invalid?: string[]; theirs?: FormValues },
) {
  return { ...typed, version, invalid: why.invalid ?? [], theirs: why.theirs };
}
