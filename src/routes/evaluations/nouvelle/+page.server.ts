import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { translators } from '#messages/index.ts';
import { can, inputOf, newForm, readForm } from '#modules/evaluation/index.ts';
import { createEvaluation } from '#modules/evaluation/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm, findRecord } from '#modules/records/index.server.ts';
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
  const { choices, values } = await coreForm(locals.context);
  // A session is about what its practice is about, until someone says otherwise.
  const { topics } = practice ? (await coreForm(locals.context, practice)).values : values;
  return {
    core: { choices, values: { ...values, topics } },
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
    const form = await request.formData();
    const [values, core] = [readForm(form), readCoreForm(form)];
    const created = await createEvaluation(locals.context, {
      practiceId: practice.id,
      input: inputOf(values),
      core,
    });
    if (created.ok) redirect(303, localPath(locals.locale, addressOf(created.value)));
    if (created.error.code !== 'invalid') return refuse(created.error.code);
    return fail(422, { values, core, invalid: created.error.problems });
  },
};
