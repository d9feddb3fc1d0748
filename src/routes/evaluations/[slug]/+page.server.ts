import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { can } from '#modules/evaluation/index.ts';
import {
  type AdvanceRefusal,
  closeEvaluation,
  evidenceOf,
  moveClosingDay,
  openEvaluation,
  publishEvaluation,
  readComposition,
  readResult,
  readWorkshop,
  removeEvidence,
  repeatEvaluation,
  takeBackEvaluation,
  withdrawEvaluation,
} from '#modules/evaluation/index.server.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import type { Result } from '#kernel/result.ts';
import { ServerOnly } from '#kernel/server-only.ts';
import { can as canOnActions } from '#modules/action-plans/index.ts';
import { can as canOnLevers } from '#modules/knowledge/index.ts';
import { chosenLevers } from '#modules/knowledge/index.server.ts';
import { translators } from '#messages/index.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { recordFollowed } from '../../follow-shown.server.ts';
import { outcomesOf } from '../outcomes-shown.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { today } from '../../today.server.ts';
import { letterFor } from '../invitation-mail.server.ts';
import { sessionAt } from '../session-at.server.ts';
import { subjectIn } from '../subject-in.ts';
import { subjectsOf } from '../subjects-shown.server.ts';
import { toldRefusal } from '../told-refusal.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const session = await sessionAt(event);
  const { record, state, closesOn, firstClosesOn, publishedAt, withdrawnAt, withdrawnReason } = session;
  const [shown, framework, chosen, result, composition, subjects, workshop] = await Promise.all([
    recordShown(context, record),
    findFrameworkVersion(context, session.frameworkVersionId),
    chosenLevers(context, { evaluationId: record.id }),
    readResult(context, session),
    readComposition(context, session),
    subjectsOf(context, session),
    readWorkshop(context, session),
  ]);
  const kept = workshop.ok ? workshop.value : { collective: [], priorities: [] };
  const key = subjectIn(event.url, session);
  const { related } = shown;
  return {
    ...shown,
    session: {
      ...shown.record,
      state,
      closesOn,
      firstClosesOn,
      publishedAt,
      withdrawnAt,
      withdrawnReason,
      colleges: session.colleges,
    },
    follow: await recordFollowed(event, record),
    framework: framework && {
      address: addressOf(framework.record),
      number: framework.version.number,
      content: framework.version.content,
    },
    subjects,
    about: key,
    levers: chosen.map((lever) => ({
      title: lever.title,
      language: lever.language,
      address: addressOf(lever),
      reason: lever.reason,
    })),
    actions: related.filter(({ type, direction }) => type === 'follows-from' && direction === 'in'),
    mayChoose: canOnLevers(context.actor, 'choose-lever'),
    result: new ServerOnly(
      result.ok ? (result.value.subjects.find((subject) => subject.key === key)?.result ?? null) : null,
    ),
    evidence: result.ok ? await evidenceOf(context, record.id, result.value) : [],
    rules: result.ok ? result.value.rules : [],
    mayCompare: session.subjects.length > 1 && can(context.actor, 'hold-workshop', session),
    repeats: session.repeatsId !== null,
    collective: kept.collective.filter(({ subject }) => subject === key),
    priorities: kept.priorities,
    outcomes: await outcomesOf(context, kept.priorities),
    mayOpenAction: canOnActions(context.actor, 'open-action'),
    mayHold: can(context.actor, 'hold-workshop', session),
    composition: composition.ok ? composition.value : null,
    mayRun: can(context.actor, 'invite', session),
  };
};

type Refused = AdvanceRefusal | { code: 'already-answered' };
type Move = (context: Context, evaluationId: Id) => Promise<Result<RecordCore, Refused>>;

/** Moves the session on, then shows it; a refusal explains itself on the page. */
function moving(move: Move) {
  return async (event: RequestEvent) => {
    const { record } = await sessionAt(event);
    const moved = await move(event.locals.context, record.id);
    if (moved.ok) redirect(303, localPath(event.locals.locale, addressOf(moved.value)));
    return fail(409, { error: toldRefusal(moved.error.code) });
  };
}

export const actions: Actions = {
  open: moving(openEvaluation),
  takeBack: moving(takeBackEvaluation),
  close: moving(closeEvaluation),
  publish: moving(publishEvaluation),
  removeFile: async (event) => {
    const { record } = await sessionAt(event);
    const name = String((await event.request.formData()).get('evidence') ?? '');
    const { context, locale } = event.locals;
    const removed = await removeEvidence(context, { evaluationId: record.id, name });
    if (removed.ok) redirect(303, localPath(locale, addressOf(record)));
    return fail(409, { error: toldRefusal(removed.error.code) });
  },
  repeat: async (event) => {
    const { record } = await sessionAt(event);
    const { context, locale } = event.locals;
    const title = translators[locale]('evaluation.repeat.name', { title: record.title });
    const made = await repeatEvaluation(context, { evaluationId: record.id, title });
    if (made.ok) redirect(303, `${localPath(locale, addressOf(made.value))}/modifier`);
    const { code } = made.error;
    return fail(409, { error: toldRefusal(code === 'invalid' ? 'gone' : code) });
  },
  move: async (event) => {
    const session = await sessionAt(event);
    const form = await event.request.formData();
    const closesOn = String(form.get('closesOn') ?? '');
    const tell = form.get('tell') !== null;
    const moved = await moveClosingDay(event.locals.context, {
      evaluationId: session.record.id,
      version: Number(form.get('version')),
      closesOn,
      today: today(event.locals),
      tell: tell ? letterFor(event.locals, { ...session, closesOn }, 'move') : null,
    });
    if (moved.ok) return { moved: { told: moved.value.told } };
    const error = toldRefusal(moved.error.code);
    if (error === 'wrong-state') return fail(409, { error });
    return fail(error === 'changed-meanwhile' ? 409 : 422, { moving: { closesOn, tell, error } });
  },
  withdraw: async (event) => {
    const { record } = await sessionAt(event);
    const reason = String((await event.request.formData()).get('reason') ?? '');
    const { context, locale } = event.locals;
    const withdrawn = await withdrawEvaluation(context, { evaluationId: record.id, reason });
    if (withdrawn.ok) redirect(303, localPath(locale, addressOf(withdrawn.value)));
    const { error } = withdrawn;
    if (error.code === 'reason-missing') return fail(422, { withdrawing: { reason, tooLong: null } });
    if (error.code === 'reason-too-long') {
      return fail(422, { withdrawing: { reason, tooLong: error.tooLong } });
    }
    return fail(409, { error: toldRefusal(error.code) });
  },
};
