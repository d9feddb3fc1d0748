import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type ActionFormValues, actionFormOf, readActionForm } from '#modules/action-plans/index.ts';
import { editAction } from '#modules/action-plans/index.server.ts';
import { addressOf, can } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { actionAt } from '../action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const action = await actionAt(event);
  const { actor } = event.locals.context;
  if (!can(actor, 'edit', action.record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return { title: action.record.title, values: actionFormOf(action), version: action.record.version };
};

/** The form as it comes back: what the person typed, why, and what someone else saved meanwhile. */
interface Returned {
  values: ActionFormValues;
  version: number;
  invalid: string[];
  theirs?: ActionFormValues;
}

export const actions: Actions = {
  default: async (event) => {
    const { record } = await actionAt(event);
    const form = await event.request.formData();
    const values = readActionForm(form);
    const version = Number(form.get('version'));
    const saved = await editAction(event.locals.context, { recordId: record.id, version, input: values });
    if (saved.ok) redirect(303, localPath(event.locals.locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid') return fail<Returned>(422, { values, version, invalid: error.fields });
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    const theirs = actionFormOf(error.current);
    return fail<Returned>(409, { values, version: error.current.record.version, invalid: [], theirs });
  },
};
