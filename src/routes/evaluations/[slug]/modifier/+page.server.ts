import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import {
  type EvaluationSession,
  can,
  formOf,
  inputOf,
  readForm,
  readSubjects,
} from '#modules/evaluation/index.ts';
import { describeEvaluation, editEvaluation } from '#modules/evaluation/index.server.ts';
import { type RecordCore, addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { frameworkChoices } from '../../framework-choices.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import { subjectChoices } from '../../subjects-shown.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const { actor } = context;
  if (!can(actor, 'describe', session)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const { title, language, version } = session.record;
  return {
    title,
    language,
    address: addressOf(session.record),
    version,
    isDraft: session.state === 'draft',
    subjects: await subjectChoices(context, { chosen: chosenIn(session), search: '' }),
    values: formOf(session),
    core: await coreForm(context, session.record),
    frameworks: await frameworkChoices(context, locale, session.frameworkVersionId),
  };
};

function chosenIn({ subjects }: EvaluationSession): string[] {
  return subjects.flatMap(({ recordId }) => recordId ?? []);
}

/** After a draft, what answers rest on is sent no more: only the description is. */
export const actions: Actions = {
  default: async (event) => {
    const { record } = await sessionAt(event);
    const form = await event.request.formData();
    return form.has('title') ? edit(event, record, form) : describe(event, record, form);
  },
};

async function edit(event: RequestEvent, record: RecordCore, form: FormData) {
  const { context, locale } = event.locals;
  const [values, core, version] = [readForm(form), readCoreForm(form), Number(form.get('version'))];
  const { chosen, search } = readSubjects(form);
  const subjects = { ...(await subjectChoices(context, { chosen, search })), search };
  if (search !== '') return { values, core, subjects, version, invalid: [], conflict: false };
  const saved = await editEvaluation(context, {
    evaluationId: record.id,
    version,
    input: inputOf(values),
    core,
    subjectIds: chosen.length > 0 ? chosen : undefined,
  });
  if (saved.ok) redirect(303, localPath(locale, addressOf(saved.value)));
  const { error } = saved;
  if (error.code === 'invalid')
    return fail(422, { values, core, subjects, version, invalid: error.problems, conflict: false });
  if (error.code === 'wrong-state') redirect(303, localPath(locale, addressOf(record)));
  if (error.code !== 'changed-meanwhile') return refuse(error.code);
  // What was typed stays in the form; the page, read again, shows beside it what the other person saved.
  return fail(409, { values, core, subjects, version: record.version, invalid: [], conflict: true });
}

async function describe(event: RequestEvent, record: RecordCore, form: FormData) {
  const { context, locale } = event.locals;
  const [core, version] = [readCoreForm(form), Number(form.get('version'))];
  const saved = await describeEvaluation(context, { evaluationId: record.id, version, core });
  if (saved.ok) redirect(303, localPath(locale, addressOf(saved.value)));
  const { error } = saved;
  if (error.code === 'invalid')
    return fail(422, {
      values: undefined,
      subjects: undefined,
      core,
      version,
      invalid: error.problems,
      conflict: false,
    });
  if (error.code !== 'changed-meanwhile') return refuse(error.code);
  return fail(409, {
    values: undefined,
    subjects: undefined,
    core,
    version: record.version,
    invalid: [],
    conflict: true,
  });
}
