import { translators } from '#messages/index.ts';
import { feedOfModeration } from '#modules/news/index.server.ts';
import { answerFeed } from '../feed-answer.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) =>
  answerFeed(event, {
    title: translators[event.locals.locale]('moderation.log.title'),
    page: '/moderation',
    self: '/moderation.atom',
    entries: (reader) => feedOfModeration(event.locals.context, reader),
  });
