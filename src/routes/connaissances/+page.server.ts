import { storableLine } from '#kernel/storable-text.ts';
import { addressOf, readAskedTopics } from '#modules/records/index.ts';
import { listPages, listTopics } from '#modules/records/index.server.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { pageAsked } from '../page-asked.ts';
import { justTakenAway } from '../record-forms.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const typed = (name: string) => storableLine(url.searchParams.get(name) ?? '').slice(0, 200);
  const query = {
    text: typed('q'),
    tag: typed('tag').toLowerCase(),
    asked: readAskedTopics(url.searchParams),
  };
  const page = pageAsked(url.searchParams.get('page'));
  const [list, topics] = await Promise.all([
    listPages(locals.context, { ...query, page }),
    listTopics(locals.context, 'page'),
  ]);
  return {
    ...list,
    follow: await listFollowed({ locals, url }, '/connaissances', url.searchParams),
    items: list.items.map((item) => ({ ...item, address: addressOf(item) })),
    query,
    topics,
    takenAway: justTakenAway(locals, 'page', url),
  };
};
