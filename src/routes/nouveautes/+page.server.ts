import { kindWords, readLatestNews } from '#modules/news/index.server.ts';
import { type News, changesShown, kindAt, linksShown, newsByDay, newsTitle } from '#modules/news/index.ts';
import { addressOf, kindPaths } from '#modules/records/index.ts';
import type { Locale } from '#kernel/translate.ts';
import { listFollowed } from '../follow-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context, locale, territory } = locals;
  locals.sameForVisitors = true;
  const kind = kindAt(url.searchParams.get('genre') ?? '');
  const before = url.searchParams.get('avant') ?? '';
  const { news, next } = await readLatestNews(context, { kind, before });
  return {
    kind: kind ?? null,
    kinds: Object.entries(kindPaths).map(([name, path]) => ({ kind: name as keyof typeof kindPaths, path })),
    isFirst: before === '',
    next,
    follow: await listFollowed(
      { locals, url },
      '/nouveautes',
      kind ? url.searchParams : new URLSearchParams(),
    ),
    days: newsByDay(news, territory.timeZone).map(({ records }) => ({
      at: records[0]?.news[0]?.at ?? new Date(0),
      records: records.map(({ record, news: ofRecord }) => ({
        id: record.id,
        kind: record.kind,
        title: record.title,
        language: record.language,
        address: addressOf(record),
        events: ofRecord.map((one) => eventShown(one, locale)),
      })),
    })),
  };
};

/** Most characters of what a field became; of a longer text, only the field is named. */
const longestValue = 60;

/** Most characters of a comment that the page quotes. */
const longestQuote = 300;

function eventShown(news: News, locale: Locale) {
  const words = kindWords(news.record.kind, locale);
  const text = news.comment?.text ?? (news.isArrival ? news.record.pitch : '');
  return {
    id: news.id,
    at: news.at,
    title: newsTitle(words, news),
    author: news.author,
    /** The fields that changed and the records that were linked. */
    about: news.isArrival
      ? []
      : [
          ...changesShown(words, news).map(({ label, after }) =>
            after !== '' && after.length <= longestValue
              ? words.t('news.became', { label, text: after })
              : label,
          ),
          ...linksShown(words, news).map(({ label, text: title }) => `${label} ${title}`),
        ],
    text: text.length > longestQuote ? `${text.slice(0, longestQuote).trimEnd()}…` : text,
  };
}
