import { type PracticeListQuery, readPracticeQuery } from '#modules/practices/index.ts';
import { listPractices, practiceFilterChoices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { PageServerLoad } from './$types.d.ts';

/** A filter that is not understood is left aside and said, rather than answering a person with an error. */
function understood(params: URLSearchParams): { query: PracticeListQuery; ignored: string[] } {
  const kept = new URLSearchParams(params);
  const ignored: string[] = [];
  for (;;) {
    const read = readPracticeQuery(kept);
    if (read.ok) return { query: read.value, ignored };
    ignored.push(read.error.field);
    kept.delete(read.error.field);
  }
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { query, ignored } = understood(url.searchParams);
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
