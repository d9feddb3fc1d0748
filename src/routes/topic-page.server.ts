import { type ServerLoadEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type TopicKind, addressOf, canShapeTopics, topicAddress } from '#modules/records/index.ts';
import { readTopicPage } from '#modules/records/index.server.ts';
import { listFollowed } from './follow-shown.server.ts';
import { pageAsked } from './page-asked.ts';
import { refuse } from './refusal.server.ts';

/** The page of a topic of this kind; an address that names it otherwise, or what was merged into it, leads there. */
export function topicPage(kind: TopicKind) {
  return async ({ locals, params, url }: ServerLoadEvent<{ slug: string }>) => {
    const page = pageAsked(url.searchParams.get('page'));
    const read = await readTopicPage(locals.context, { kind, slug: params.slug, page });
    if (!read.ok) return refuse(read.error.code);
    const { topic, records } = read.value;
    if (topic.slug !== params.slug) redirect(302, localPath(locals.locale, topicAddress(topic)));
    return {
      about: {
        ...read.value,
        records: records.map((record) => ({ ...record, address: addressOf(record) })),
      },
      follow: await listFollowed({ locals, url }, topicAddress(topic), new URLSearchParams()),
      mayShape: canShapeTopics(locals.context.actor),
    };
  };
}
