import { listPractices, practiceFilterChoices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { understoodQuery } from './understood-query.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { query, ignored } = understoodQuery(url.searchParams);
  const [list, choices] = await Promise.all([
    listPractices(locals.context, query),
    practiceFilterChoices(locals.context),
  ]);
  return {
    ...list,
    items: list.items.map((item) => ({ ...item, address: addressOf(item) })),
    choices,
    ignored,
    search: url.search,
    values: Object.fromEntries(url.searchParams),
    sort: query.sort,
    mayImport: locals.context.actor.role === 'facilitator' || locals.context.actor.role === 'owner',
  };
};
