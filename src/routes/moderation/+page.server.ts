import { hasRole } from '#kernel/context.ts';
import { readModerationLog } from '#modules/moderation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { pageAsked } from '../page-asked.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const log = await readModerationLog(locals.context, pageAsked(url.searchParams.get('page')));
  return {
    ...log,
    follow: { feed: '/moderation.atom', form: null, state: 'signed-out' as const },
    mayUndo: hasRole(locals.context.actor, 'facilitator'),
    events: log.events.map(({ record, ...event }) => ({
      ...event,
      record: record && { title: record.title, language: record.language, address: addressOf(record) },
    })),
  };
};
