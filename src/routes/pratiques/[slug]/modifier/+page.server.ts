import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type FormValues, formOf, readForm } from '#modules/practices/index.ts';
import { editPractice } from '#modules/practices/index.server.ts';
import { addressOf, can } from '#modules/records/index.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const practice = await practiceAt(event);
  const { actor } = event.locals.context;
  if (!can(actor, 'edit', practice.record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return { title: practice.record.title, values: formOf(practice), version: practice.record.version };
};

export const actions: Actions = {
  default: async (event) => {
    const { record } = await practiceAt(event);
    const form = await event.request.formData();
    const values = readForm(form);
    const version = Number(form.get('version'));
    const saved = await editPractice(event.locals.context, { recordId: record.id, version, input: values });
    if (saved.ok) redirect(303, localPath(event.locals.locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid') return fail(422, back(values, version, { invalid: error.fields }));
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    // What the person typed stays in the form; what the other saved stands beside it.
    return fail(409, back(values, error.current.record.version, { theirs: formOf(error.current) }));
  },
};

/** The form again, with nothing of what was typed lost. */
function back(values: FormValues, version: number, why: { invalid?: string[]; theirs?: FormValues }) {
  return { values, version, invalid: why.invalid ?? [], theirs: why.theirs };
}
