import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { newId } from '#kernel/ids.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import { type SheetChange, paperAnswer, paperControl, readPaperForm } from '#modules/evaluation/index.ts';
import { keyInSheet, listPapers, readPaper } from '#modules/evaluation/index.server.ts';
import { criteriaOf } from '#modules/framework/index.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import { subjectsOf } from '../../subjects-shown.server.ts';
import { toldRefusal } from '../../told-refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

async function frameworkOf(event: RequestEvent, versionId: string) {
  return (await findFrameworkVersion(event.locals.context, versionId)) ?? refuse('not-found');
}

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const papers = await listPapers(context, session);
  if (!papers.ok) return refuse(context.actor.personId ? papers.error.code : 'sign-in-first');
  if (session.state !== 'open') redirect(303, localPath(locale, addressOf(session.record)));
  const { searchParams } = event.url;
  const corrected = papers.value.find(({ number }) => String(number) === searchParams.get('corriger'));
  const keyed = corrected && (await readPaper(context, session, corrected.id));
  const wanted = corrected?.collegeKey ?? searchParams.get('college');
  const { version } = await frameworkOf(event, session.frameworkVersionId);
  const shown = await subjectsOf(context, session);
  const [first] = session.colleges;
  return {
    title: session.record.title,
    language: session.record.language,
    address: addressOf(session.record),
    content: version.content,
    colleges: session.colleges,
    college: session.colleges.find(({ key }) => key === wanted) ?? first,
    subjects: session.subjects.map(({ key }) => ({ key, about: shown.find((one) => one.key === key) })),
    papers: papers.value,
    /** The sheet that is corrected, else a new one: sent twice, it is one sheet. */
    entry: { id: corrected?.id ?? newId(), number: corrected?.number ?? null },
    values: keyed?.ok ? valuesOf(keyed.value.sheets) : {},
    done: papers.value.find(({ number }) => String(number) === searchParams.get('fait')),
  };
};

/** What stands in the form of a sheet that was keyed in, by the names of its controls. */
function valuesOf(sheets: readonly SheetOfPaper[]): Record<string, string> {
  const pairs = sheets.flatMap(({ subject, answers, remarks, details }) => [
    ...Object.entries(answers).map(([id, answer]) => [
      paperControl(subject, `answer-${id}`),
      paperAnswer(answer, details[id]),
    ]),
    ...Object.entries(remarks).map(([id, [remark]]) => [
      paperControl(subject, `reason-${id}`),
      remark?.text ?? '',
    ]),
  ]);
  return Object.fromEntries([...pairs, ['signature', sheets[0]?.signature ?? '']]);
}

type SheetOfPaper = SheetChange & { subject: string; signature: string };

export const actions: Actions = {
  default: async (event) => {
    const session = await sessionAt(event);
    const form = await event.request.formData();
    const { version } = await frameworkOf(event, session.frameworkVersionId);
    const criteria = criteriaOf(version.content).map(({ criterion }) => criterion);
    const values = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    const changes: Record<string, SheetChange> = {};
    const invalid: FieldProblem[] = [];
    for (const { key } of session.subjects) {
      const read = readPaperForm(form, criteria, key);
      if (read.ok) changes[key] = read.value;
      else invalid.push(...read.error.problems);
    }
    if (invalid.length > 0) return fail(422, { values, invalid, error: null });
    const collegeKey = values['college'] ?? '';
    const keyed = await keyInSheet(event.locals.context, {
      evaluationId: session.record.id,
      id: values['entry'] ?? '',
      collegeKey,
      signature: values['signature'] ?? '',
      changes,
    });
    if (!keyed.ok) {
      const { error } = keyed;
      if (error.code !== 'signature-too-long') {
        return fail(422, { values, invalid, error: toldRefusal(error.code) });
      }
      const { tooLong } = error;
      return fail(422, { values, invalid: [{ field: 'signature', tooLong }], error: null });
    }
    const query = new URLSearchParams({ college: collegeKey, fait: String(keyed.value) });
    redirect(303, `${localPath(event.locals.locale, addressOf(session.record))}/papier?${query}`);
  },
};
