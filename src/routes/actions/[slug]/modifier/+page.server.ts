import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import { type ActionFormValues, actionFormOf, readActionForm } from '#modules/action-plans/index.ts';
import { editAction } from '#modules/action-plans/index.server.ts';
import { type CoreFormValues, addressOf, can, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { actionAt } from '../../action-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const action = await actionAt(event);
  const { actor } = event.locals.context;
  if (!can(actor, 'edit', action.record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const { title, language, version } = action.record;
  const core = await coreForm(event.locals.context, action.record);
  return { title, language, version, values: actionFormOf(action), core };
};

/** The form as it comes back: what the person typed, why, and what someone else saved meanwhile. */
interface Returned {
  values: ActionFormValues;
  core: CoreFormValues | undefined;
  version: number;
  problems: FieldProblem[];
  theirs?: ActionFormValues;
}

export const actions: Actions = {
  default: async (event) => {
    const { record } = await actionAt(event);
    const form = await event.request.formData();
    const typed = { values: readActionForm(form), core: readCoreForm(form) };
    const version = Number(form.get('version'));
    const saved = await editAction(event.locals.context, {
      recordId: record.id,
      version,
      input: typed.values,
      core: typed.core,
    });
    if (saved.ok) redirect(303, localPath(event.locals.locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid') return fail<Returned>(422, { ...typed, version, problems: error.problems });
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    const theirs = actionFormOf(error.current);
    return fail<Returned>(409, { ...typed, version: error.current.record.version, problems: [], theirs });
  },
};
