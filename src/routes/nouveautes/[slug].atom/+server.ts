import { visitor } from '#kernel/context.ts';
import { feedOfNews } from '#modules/news/index.server.ts';
import { addressOf, shortIdIn } from '#modules/records/index.ts';
import { findRecord } from '#modules/records/index.server.ts';
import { answerFeed } from '../../feed-answer.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** What happened to one record, whatever its kind, for everyone who may read it without an account. */
export const GET: RequestHandler = async (event) => {
  const { context } = event.locals;
  const shortId = shortIdIn(event.params.slug);
  const record = await findRecord({ ...context, actor: visitor }, { shortId });
  if (!record) return refuse('not-found');
  return answerFeed(event, {
    title: record.title,
    page: addressOf(record),
    self: `/nouveautes/${record.shortId}.atom`,
    entries: (reader) => feedOfNews(context, { recordId: record.id }, reader),
  });
};
