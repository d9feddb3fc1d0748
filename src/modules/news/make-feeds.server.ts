import { type Context, visitor } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { readModerationLog } from '#modules/moderation/index.server.ts';
import { type Kind, type RecordCore, addressOf, hidingWords } from '#modules/records/index.ts';
import { escapeText } from './escape-text.ts';
import { kindWords } from './kind-words.server.ts';
import { recordsOfList } from './lists.server.ts';
import { newsHtml, newsTitle, recordHtml } from './news-words.ts';
import { readLatestNews } from './read-news.server.ts';
import type { FeedEntry } from './write-feed.server.ts';

/** Records in the feed of a list. */
const mostRecords = 30;

/** How addresses of this site are written: `path` in the language of the feed. */
interface FeedReader {
  locale: Locale;
  href: (path: string) => string;
}

/** Feeds are read by programs without an account: they hold what every visitor may read. */
function asVisitor(context: Context): Context {
  return { ...context, actor: visitor };
}

/** The records of a list that changed last, whole. */
export async function feedOfList(
  context: Context,
  address: string,
  { href }: FeedReader,
): Promise<FeedEntry[]> {
  const records = await recordsOfList(asVisitor(context), address, { limit: mostRecords });
  const names = await namesOf(context.db, [...new Set(records.flatMap(({ authorIds }) => authorIds))]);
  return records.map((record) => ({
    id: record.id,
    title: record.title,
    path: href(addressOf(record)),
    updated: record.updatedAt,
    published: record.createdAt,
    authors: authorsOf(record, names),
    html: recordHtml(record),
    language: record.language,
    licence: record.licence,
  }));
}

function authorsOf({ authorIds, coAuthors }: RecordCore, names: Map<Id, string>): string[] {
  return [...authorIds.flatMap((id) => names.get(id) || []), ...coAuthors];
}

/** What last happened on the territory, or to one record. */
export async function feedOfNews(
  context: Context,
  about: { kind?: Kind | undefined; recordId?: Id },
  { locale, href }: FeedReader,
): Promise<FeedEntry[]> {
  const { news } = await readLatestNews(asVisitor(context), about);
  return news.map((one) => {
    const { id, at, author, record } = one;
    const words = kindWords(record.kind, locale);
    return {
      id,
      title: `${record.title} – ${newsTitle(words, one)}`,
      path: href(addressOf(record)),
      updated: at,
      authors: author === '' ? [] : [author],
      html: newsHtml(words, one),
      language: one.isArrival || one.comment ? record.language : locale,
      licence: record.licence,
    };
  });
}

/** What was moderated, as the public log tells it. */
export async function feedOfModeration(context: Context, { locale, href }: FeedReader): Promise<FeedEntry[]> {
  const t = translators[locale];
  const { events } = await readModerationLog(asVisitor(context), 1);
  return events.map(({ id, act, at, by, kind, reason, words, record }) => ({
    id,
    title: t(`moderation.act.${act}`) + (kind ? ` (${t(`records.kind.${kind}`)})` : ''),
    path: href('/moderation'),
    updated: at,
    authors: by === '' ? [] : [by],
    html: [
      ...(reason ? [`<p>${escapeText(hidingWords(t, { reason, words }))}</p>`] : []),
      ...(record
        ? [`<p><a href="${escapeText(href(addressOf(record)))}">${escapeText(record.title)}</a></p>`]
        : []),
    ].join(''),
    language: locale,
  }));
}
