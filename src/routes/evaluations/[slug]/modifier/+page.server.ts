import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can, formOf, inputOf, readForm } from '#modules/evaluation/index.ts';
import { editEvaluation } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { frameworkChoices } from '../../framework-choices.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const { actor } = context;
  if (!can(actor, 'edit', session)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  if (session.state !== 'draft') redirect(303, localPath(locale, addressOf(session.record)));
  return {
    title: session.record.title,
    values: formOf(session),
    version: session.record.version,
    frameworks: await frameworkChoices(context, locale),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const session = await sessionAt(event);
    const { context, locale } = event.locals;
    const form = await event.request.formData();
    const values = readForm(form);
    const version = Number(form.get('version'));
    const saved = await editEvaluation(context, {
      evaluationId: session.record.id,
      version,
      input: inputOf(values),
    });
    if (saved.ok) redirect(303, localPath(locale, addressOf(saved.value)));
    const { error } = saved;
    if (error.code === 'invalid')
      return fail(422, { values, version, invalid: error.problems, conflict: false });
    if (error.code === 'wrong-state') redirect(303, localPath(locale, addressOf(session.record)));
    if (error.code !== 'changed-meanwhile') return refuse(error.code);
    // What was typed stays in the form; the page, read again, shows beside it what the other person saved.
    return fail(409, { values, version: session.record.version, invalid: [], conflict: true });
  },
};
