import { can, isLate, readActionQuery } from '#modules/action-plans/index.ts';
import { actionOrigins, listActions } from '#modules/action-plans/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { findRecord, listTopics } from '#modules/records/index.server.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { justTakenAway } from '../record-forms.server.ts';
import { today } from '../today.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  const { query, ignored } = readActionQuery(url.searchParams);
  const { lever, evaluation } = query.filters;
  const [plan, origins, topics, filterLever, filterEvaluation] = await Promise.all([
    listActions(context, query),
    actionOrigins(context),
    listTopics(context, 'action'),
    lever ? findRecord(context, { kind: 'lever', shortId: lever }) : undefined,
    evaluation ? findRecord(context, { kind: 'evaluation', shortId: evaluation }) : undefined,
  ]);
  const day = today(locals);
  const shown = (record: typeof filterLever) =>
    record && { title: record.title, language: record.language, address: addressOf(record) };
  return {
    ...plan,
    follow: await listFollowed({ locals, url }, '/actions', url.searchParams),
    groups: plan.groups.map(({ status, actions }) => ({
      status,
      actions: actions.map(({ record, details, origins }) => ({
        id: record.id,
        title: record.title,
        language: record.language,
        address: addressOf(record),
        who: details.who,
        due: details.due,
        late: isLate(details, day),
        origins: origins.map((origin) => ({ ...origin, address: addressOf(origin) })),
      })),
    })),
    origins,
    topics,
    filters: query.filters,
    filterLever: shown(filterLever),
    filterEvaluation: shown(filterEvaluation),
    ignored,
    takenAway: justTakenAway(locals, 'action', url),
    mayOpen: can(context.actor, 'open-action'),
  };
};
