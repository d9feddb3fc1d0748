import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import { type LeverFormValues, can, leverFormOf, readLeverForm } from '#modules/knowledge/index.ts';
import { editLever } from '#modules/knowledge/index.server.ts';
import { type CoreFormValues, addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { leverAt } from '../../lever-at.server.ts';
import { leverChoices } from '../../lever-choices.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const lever = await leverAt(event);
  const { actor } = context;
  if (!can(actor, 'write-lever')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const { title, language, version } = lever.record;
  const choices = await leverChoices(context, locale);
  return {
    title,
    language,
    version,
    address: addressOf(lever.record),
    values: leverFormOf(lever),
    choices,
    core: await coreForm(context, lever.record),
  };
};

/** The form as it comes back: what the person typed, why, and what someone else saved meanwhile. */
interface Returned {
  values: LeverFormValues;
  core: CoreFormValues | undefined;
  version: number;
  problems: FieldProblem[];
  theirs?: LeverFormValues;
}

export const actions: Actions = {
  default: async (event) => {
    const { context, locale } = event.locals;
    const { record } = await leverAt(event);
    const form = await event.request.formData();
    const typed = { values: readLeverForm(form), core: readCoreForm(form) };
    const version = Number(form.get('version'));
    const { criteria } = await leverChoices(context, locale);
    const saved = await editLever(context, {
      recordId: record.id,
      version,
      input: typed.values,
      core: typed.core,
      criteria: criteria.map(({ value }) => value),
    });
    if (saved.ok) redirect(303, localPath(locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid') return fail<Returned>(422, { ...typed, version, problems: error.problems });
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    const { current } = error;
    const theirs = leverFormOf(current);
    return fail<Returned>(409, { ...typed, version: current.record.version, problems: [], theirs });
  },
};
