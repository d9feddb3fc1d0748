import type { RequestEvent } from '@sveltejs/kit';
import type { Context } from '#kernel/context.ts';
import { type Framework, criteriaOf, criterionPath, findCriterion } from '#modules/framework/index.ts';
import { listEvaluations } from '#modules/evaluation/index.server.ts';
import { findNumbered, findWritten, versionsWithCriterion } from '#modules/framework/index.server.ts';
import { leversFor } from '#modules/knowledge/index.server.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import { findRecords } from '#modules/records/index.server.ts';
import { refuse } from '../../../../refusal.server.ts';
import { frameworkAt } from '../../../framework-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const id = event.params.criterion;
  const asked = await frameworkAt(event);
  const { record, version } = findCriterion(asked.version.content, id) ? asked : await lastWith(event, asked);
  const { content } = version;
  const found = findCriterion(content, id) ?? refuse('not-found');
  const all = criteriaOf(content);
  const place = all.findIndex(({ criterion }) => criterion.id === id);
  const query = event.url.search;
  const neighbour = (at: number) => {
    const criterion = all[at]?.criterion;
    return criterion && { title: criterion.title, address: `${criterionPath(record, criterion.id)}${query}` };
  };
  const adopted = (content.adopted ?? []).filter(({ criteria }) => criteria.includes(id));
  const decisions = await findRecords(
    context,
    adopted.map(({ decisionId }) => decisionId as typeof record.id),
  );
  return {
    ...found,
    framework: { title: content.title, address: addressOf(record), licence: content.licence },
    number: version.number,
    isGone: version.number !== asked.version.number,
    ...(await restingOn(context, record, id)),
    sources: content.sources.filter((source) => found.criterion.sources.includes(source.id)),
    decisions: [...decisions.values()].map(linked),
    previous: neighbour(place - 1),
    next: neighbour(place + 1),
  };
};

const linked = ({ title, language, ...record }: RecordCore) => ({
  title,
  language,
  address: addressOf(record),
});

/** What would feel it if the criterion went: the levers that should move it, and the sessions that asked it. */
async function restingOn(context: Context, { id: recordId }: RecordCore, criterionId: string) {
  const [levers, on] = await Promise.all([
    leversFor(context, { criteria: [criterionId] }),
    versionsWithCriterion(context, { recordId, criterionId }),
  ]);
  const sessions = await listEvaluations(context, { on });
  return {
    levers: levers.map(({ lever }) => linked(lever.record)),
    sessions: sessions.map(({ record }) => linked(record)),
  };
}

/** The last version that had the criterion: what was answered on it leads here still. */
async function lastWith({ locals: { context }, params }: RequestEvent, asked: Framework): Promise<Framework> {
  const { id, shortId } = asked.record;
  const published = (await findWritten(context, { id }))?.published ?? [];
  for (const { number } of published.toReversed()) {
    const version = await findNumbered(context, { shortId, number });
    if (version && findCriterion(version.version.content, params['criterion'] ?? '')) return version;
  }
  return refuse('not-found');
}
