import { understoodQuery } from '#modules/practices/index.ts';
import { listPractices, practiceFilterChoices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { coversOf } from '#modules/records/index.server.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { justTakenAway } from '../record-forms.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const params = new URLSearchParams(url.searchParams);
  locals.sameForVisitors = !params.has('retiree');
  params.delete('retiree');
  const { query, ignored } = understoodQuery(params);
  const [list, choices] = await Promise.all([
    listPractices(locals.context, query),
    practiceFilterChoices(locals.context),
  ]);
  const covers = await coversOf(locals.context, list.items);
  return {
    ...list,
    follow: await listFollowed({ locals, url }, '/pratiques', params),
    items: list.items.map((item) => ({ ...item, address: addressOf(item), cover: covers.get(item.id) })),
    choices,
    ignored,
    takenAway: justTakenAway(locals, 'practice', url),
    search: params.size > 0 ? `?${params}` : '',
    values: Object.fromEntries(params),
    sort: query.sort,
    mayImport: locals.context.actor.role === 'facilitator' || locals.context.actor.role === 'owner',
  };
};
