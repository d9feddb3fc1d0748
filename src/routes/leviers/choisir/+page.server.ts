import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { findEvaluation, readResult } from '#modules/evaluation/index.server.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { findCriterion, wordsIn } from '#modules/framework/index.ts';
import { can, summaryOfLever } from '#modules/knowledge/index.ts';
import {
  chooseLever,
  chosenLevers,
  findLever,
  leversFor,
  listLevers,
} from '#modules/knowledge/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../refusal.server.ts';
import { criteriaToMove } from './criteria-to-move.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The evaluation the address names, and the criteria its result invites to work on; undefined without a result. */
async function evaluationAt(locals: App.Locals, url: URL) {
  const { context, locale } = locals;
  const shortId = storableLine(url.searchParams.get('evaluation') ?? '');
  if (!shortId) redirect(303, localPath(locale, '/evaluations'));
  if (!can(context.actor, 'choose-lever')) refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const session = (await findEvaluation(context, { shortId })) ?? refuse('not-found');
  const framework = await findFrameworkVersion(context, session.frameworkVersionId);
  const result = await readResult(context, session);
  if (!framework || !result.ok) return { session, toMove: undefined };
  const { content } = framework.version;
  // Of several practices, a criterion to work on in one of them is enough.
  const toMove = new Map(
    result.value.subjects
      .flatMap((subject) => criteriaToMove(subject.result, content))
      .map((criterion) => {
        const title = wordsIn(findCriterion(content, criterion.id)?.criterion.title, locale) || criterion.id;
        return [criterion.id, { ...criterion, title }];
      }),
  );
  return { session, toMove: [...toMove.values()] };
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  const { session, toMove } = await evaluationAt(locals, url);
  const { record } = session;
  const [{ levers }, suggested, chosen] = await Promise.all([
    listLevers(context, { text: '', filters: {} }),
    leversFor(context, { criteria: toMove?.map(({ id }) => id) ?? [] }),
    chosenLevers(context, { evaluationId: record.id }),
  ]);
  const because = new Map(
    suggested.map(({ lever, reasons }) => [lever.record.id, reasons.map(({ id }) => id)]),
  );
  const picked = levers.find((lever) => lever.record.shortId === url.searchParams.get('levier'));
  return {
    evaluation: {
      title: record.title,
      language: record.language,
      address: addressOf(record),
      shortId: record.shortId,
    },
    toMove,
    suggested: suggested.map(({ lever }) => summaryOfLever(lever)),
    others: levers.filter((lever) => !because.has(lever.record.id)).map(summaryOfLever),
    because: Object.fromEntries(because),
    chosen: chosen.map(({ leverId }) => leverId),
    picked: picked && summaryOfLever(picked),
  };
};

export const actions: Actions = {
  default: async ({ locals, url, request }) => {
    const { session, toMove } = await evaluationAt(locals, url);
    const lever = await findLever(locals.context, {
      shortId: storableLine(url.searchParams.get('levier') ?? ''),
    });
    if (!lever) refuse('not-found');
    const reason = String((await request.formData()).get('reason') ?? '');
    const chosen = await chooseLever(locals.context, {
      evaluationId: session.record.id,
      leverId: lever.record.id,
      reason,
      criteria: toMove?.map(({ id }) => id) ?? [],
    });
    if (chosen.ok) {
      const address = localPath(locals.locale, addressOf(lever.record));
      redirect(303, `${address}?choisi=${session.record.shortId}`);
    }
    const { error } = chosen;
    if (error.code === 'not-found' || error.code === 'not-allowed') return refuse(error.code);
    if (error.code === 'reason-too-long') return fail(422, { reason, tooLong: error.tooLong });
    return fail(422, { reason, error: error.code });
  },
};
