import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { translators } from '#messages/index.ts';
import { can, inputOf, newForm, readForm } from '#modules/evaluation/index.ts';
import { createEvaluation } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { findRecord } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { frameworkChoices } from '../framework-choices.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The practice that the address names, as `?pratique=` and its short id. */
function practiceIn({ locals, url }: { locals: App.Locals; url: URL }) {
  const shortId = storableLine(url.searchParams.get('pratique') ?? '');
  return findRecord(locals.context, { kind: 'practice', shortId });
}

const usualColleges = ['residents', 'elected', 'staff', 'associations', 'users'] as const;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { actor } = locals.context;
  if (!can(actor, 'create')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const t = translators[locals.locale];
  const practice = await practiceIn({ locals, url });
  return {
    practice: practice && {
      title: practice.title,
      address: addressOf(practice),
      language: practice.language,
    },
    values: newForm(usualColleges.map((key) => t(`evaluation.college.${key}`))),
    frameworks: await frameworkChoices(locals.context, locals.locale),
  };
};

export const actions: Actions = {
  default: async ({ locals, url, request }) => {
    const practice = await practiceIn({ locals, url });
    if (!practice) refuse('not-found');
    const values = readForm(await request.formData());
    const created = await createEvaluation(locals.context, {
      practiceId: practice.id,
      input: inputOf(values),
    });
    if (created.ok) redirect(303, localPath(locals.locale, addressOf(created.value)));
    if (created.error.code !== 'invalid') return refuse(created.error.code);
    return fail(422, { values, invalid: created.error.problems });
  },
};
