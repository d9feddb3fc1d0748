import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can, emptyLeverForm, readLeverForm } from '#modules/knowledge/index.ts';
import { writeLever } from '#modules/knowledge/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { leverChoices } from '../lever-choices.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, locale } }) => {
  if (!can(context.actor, 'write-lever')) refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  return {
    values: { ...emptyLeverForm, language: locale },
    choices: await leverChoices(context, locale),
    core: await coreForm(context),
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const { context, locale } = locals;
    const form = await request.formData();
    const [values, core] = [readLeverForm(form), readCoreForm(form)];
    const { criteria } = await leverChoices(context, locale);
    const written = await writeLever(context, {
      input: values,
      core,
      criteria: criteria.map(({ value }) => value),
    });
    if (written.ok) redirect(303, localPath(locale, addressOf(written.value)));
    if (written.error.code === 'invalid')
      return fail(422, { values, core, problems: written.error.problems });
    return refuse(written.error.code);
  },
};
