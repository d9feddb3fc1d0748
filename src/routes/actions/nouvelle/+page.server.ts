import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { can, emptyActionForm, readActionForm } from '#modules/action-plans/index.ts';
import { openAction } from '#modules/action-plans/index.server.ts';
import { findEvaluation, readWorkshop, tiePriority } from '#modules/evaluation/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm, findRecord } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The lever and the evaluation that the address says the action comes from. */
async function originsAt(context: Context, url: URL) {
  const asked = (name: string) => storableLine(url.searchParams.get(name) ?? '');
  const [leverAsked, evaluationAsked] = [asked('levier'), asked('evaluation')];
  const [lever, evaluation] = await Promise.all([
    leverAsked ? findRecord(context, { kind: 'lever', shortId: leverAsked }) : undefined,
    evaluationAsked ? findRecord(context, { kind: 'evaluation', shortId: evaluationAsked }) : undefined,
  ]);
  return { lever, evaluation, missing: Boolean((leverAsked && !lever) || (evaluationAsked && !evaluation)) };
}

/** The priority of that evaluation which the address names. */
async function priorityAt(context: Context, url: URL, shortId: string) {
  const session = await findEvaluation(context, { shortId });
  const workshop = session && (await readWorkshop(context, session));
  if (!workshop?.ok) return undefined;
  return workshop.value.priorities.find(
    ({ criterionId }) => criterionId === url.searchParams.get('priorite'),
  );
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context, locale } = locals;
  if (!can(context.actor, 'open-action')) {
    if (context.actor.personId) refuse('not-allowed');
    redirect(
      303,
      `${localPath(locale, '/connexion')}?${new URLSearchParams({ vers: url.pathname + url.search })}`,
    );
  }
  const { lever, evaluation, missing } = await originsAt(context, url);
  const priority = evaluation && (await priorityAt(context, url, evaluation.shortId));
  const shown = (record: typeof lever) =>
    record && { title: record.title, language: record.language, address: addressOf(record) };
  const values = { ...emptyActionForm, language: locale, title: priority?.words ?? '' };
  const core = await coreForm(context);
  return { values, core, lever: shown(lever), evaluation: shown(evaluation), missing };
};

export const actions: Actions = {
  default: async ({ locals, url, request }) => {
    const { context, locale } = locals;
    const form = await request.formData();
    const [values, core] = [readActionForm(form), readCoreForm(form)];
    const { lever, evaluation } = await originsAt(context, url);
    const opened = await openAction(context, {
      input: values,
      core,
      leverId: lever?.id,
      evaluationId: evaluation?.id,
    });
    if (opened.ok) {
      const criterionId = url.searchParams.get('priorite');
      if (evaluation && criterionId) {
        // Another action may have come of it meanwhile: then that one stays beside the priority.
        await tiePriority(context, { evaluationId: evaluation.id, criterionId, outcomeId: opened.value.id });
      }
      redirect(303, localPath(locale, addressOf(opened.value)));
    }
    if (opened.error.code === 'invalid') return fail(422, { values, core, problems: opened.error.problems });
    return refuse(opened.error.code);
  },
};
