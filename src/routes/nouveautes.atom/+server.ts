import { translators } from '#messages/index.ts';
import { feedOfNews } from '#modules/news/index.server.ts';
import { kindAt, listAddress } from '#modules/news/index.ts';
import { answerFeed, feedAddress } from '../feed-answer.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => {
  const { context, locale } = event.locals;
  const t = translators[locale];
  const kind = kindAt(event.url.searchParams.get('genre') ?? '');
  const page = kind ? (listAddress('/nouveautes', event.url.searchParams) ?? '') : '/nouveautes';
  return answerFeed(event, {
    title: kind ? `${t('news.title')} · ${t(`records.kind.${kind}`)}` : t('news.title'),
    page,
    self: feedAddress(page),
    entries: (reader) => feedOfNews(context, { kind }, reader),
  });
};
