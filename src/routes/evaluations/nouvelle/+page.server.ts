import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { translators } from '#messages/index.ts';
import { can, inputOf, mostSubjects, newForm, readForm, readSubjects } from '#modules/evaluation/index.ts';
import { createEvaluation } from '#modules/evaluation/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm, findRecord } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { frameworkChoices } from '../framework-choices.server.ts';
import { subjectChoices } from '../subjects-shown.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The practices that the address names, as `?pratique=` and their short ids. */
async function practicesIn({ locals, url }: { locals: App.Locals; url: URL }) {
  const named = url.searchParams.getAll('pratique').slice(0, mostSubjects).map(storableLine);
  const found = await Promise.all(
    named.map((shortId) => findRecord(locals.context, { kind: 'practice', shortId })),
  );
  return found.flatMap((practice) => practice ?? []);
}

const usualColleges = ['residents', 'elected', 'staff', 'associations', 'users', 'carriers'] as const;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { actor } = locals.context;
  if (!can(actor, 'create')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const t = translators[locals.locale];
  const practices = await practicesIn({ locals, url });
  const [practice] = practices;
  const { choices, values } = await coreForm(locals.context);
  // A session is about what its first practice is about, until someone says otherwise.
  const { topics } = practice ? (await coreForm(locals.context, practice)).values : values;
  return {
    core: { choices, values: { ...values, topics } },
    subjects: await subjectChoices(locals.context, { chosen: practices.map(({ id }) => id), search: '' }),
    values: newForm(usualColleges.map((key) => t(`evaluation.college.${key}`))),
    frameworks: await frameworkChoices(locals.context, locals.locale),
  };
};

export const actions: Actions = {
  default: async ({ locals, url, request }) => {
    const { context } = locals;
    const form = await request.formData();
    const [values, core, typed] = [readForm(form), readCoreForm(form), readSubjects(form)];
    const practices = await practicesIn({ locals, url });
    const subjectIds = typed.chosen.length > 0 ? typed.chosen : practices.map(({ id }) => id);
    const { search } = typed;
    const asked = { ...(await subjectChoices(context, { chosen: subjectIds, search })), search };
    if (search !== '') return { values, core, subjects: asked, invalid: [] };
    if (subjectIds.length === 0) refuse('not-found');
    const created = await createEvaluation(context, { subjectIds, input: inputOf(values), core });
    if (created.ok) redirect(303, localPath(locals.locale, addressOf(created.value)));
    if (created.error.code !== 'invalid') return refuse(created.error.code);
    return fail(422, { values, core, subjects: asked, invalid: created.error.problems });
  },
};
