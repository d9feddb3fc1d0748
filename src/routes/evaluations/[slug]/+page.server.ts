import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { can } from '#modules/evaluation/index.ts';
import {
  type AdvanceRefusal,
  closeEvaluation,
  openEvaluation,
  publishEvaluation,
  readComposition,
  readResult,
} from '#modules/evaluation/index.server.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import type { Result } from '#kernel/result.ts';
import { can as canOnLevers } from '#modules/knowledge/index.ts';
import { chosenLevers } from '#modules/knowledge/index.server.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { relatedRecords } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { sessionAt } from '../session-at.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const session = await sessionAt(event);
  const { record, state, closesOn, publishedAt, colleges } = session;
  const [framework, related, chosen, result, composition] = await Promise.all([
    findFrameworkVersion(context, session.frameworkVersionId),
    relatedRecords(context, record.id),
    chosenLevers(context, { evaluationId: record.id }),
    readResult(context, session),
    readComposition(context, session),
  ]);
  const linked = related.map((other) => ({ ...other, address: addressOf(other) }));
  return {
    session: { title: record.title, language: record.language, state, closesOn, publishedAt, colleges },
    html: renderHtml(record.body),
    address: addressOf(record),
    id: record.id,
    framework: framework && {
      address: addressOf(framework.record),
      number: framework.version.number,
      content: framework.version.content,
    },
    practice: linked.find(({ type, direction }) => type === 'evaluates' && direction === 'out'),
    levers: chosen.map((lever) => ({ title: lever.title, address: addressOf(lever), reason: lever.reason })),
    actions: linked.filter(({ type, direction }) => type === 'follows-from' && direction === 'in'),
    shortId: record.shortId,
    mayChoose: canOnLevers(context.actor, 'choose-lever'),
    result: result.ok ? result.value : null,
    composition: composition.ok
      ? composition.value.map(({ college, addresses, handedOut, answered }) => ({
          college,
          invited: addresses.length + handedOut,
          answered,
        }))
      : null,
    mayRun: can(context.actor, 'invite', session),
  };
};

type Move = (context: Context, evaluationId: Id) => Promise<Result<RecordCore, AdvanceRefusal>>;

/** Moves the session on, then shows it; a refusal explains itself on the page. */
function moving(move: Move) {
  return async (event: RequestEvent) => {
    const { record } = await sessionAt(event);
    const moved = await move(event.locals.context, record.id);
    if (moved.ok) redirect(303, localPath(event.locals.locale, addressOf(moved.value)));
    const { code } = moved.error;
    if (code === 'not-found' || code === 'not-allowed') return refuse(code);
    return fail(409, { error: code });
  };
}

export const actions: Actions = {
  open: moving(openEvaluation),
  close: moving(closeEvaluation),
  publish: moving(publishEvaluation),
};
