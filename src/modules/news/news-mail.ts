import { formatDateTime } from '#kernel/dates/format-date.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { Locale, Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import { type HistoryWords, type Kind, addressOf } from '#modules/records/index.ts';
import { type News, newsByRecord } from './news.ts';
import { changesShown, linksShown, newsTitle } from './news-words.ts';

/** What a letter is made of. */
export interface LetterContent {
  t: Translate<MessageKey>;
  locale: Locale;
  territory: { name: string; timeZone: string };
  /** The whole address of a page of the site, in the reader's language. */
  href: (path: string) => string;
  wordsOf: (kind: Kind) => HistoryWords;
  /** In the order it happened. */
  news: readonly News[];
  /** Things that happened and are not told here. */
  untold: number;
  /** What the reader follows of it, each with the link that stops it. */
  follows: readonly { title: string; stop: string }[];
  /** The link that stops all news. */
  stopAll: string;
}

/** In characters; what is longer is set apart, as it is now. */
const shortText = 100;
const longestSubject = 150;

/** The letter that tells what is new: plain text, with the whole content. */
export function writeLetter(content: LetterContent): { subject: string; body: string } {
  const { t, territory, news, untold } = content;
  const records = newsByRecord(news);
  const [first] = records;
  const values = { territory: territory.name, count: records.length, title: first?.record.title ?? '' };
  const subject =
    records.length === 1 && untold === 0
      ? t('news.mail.subject-one', values)
      : t('news.mail.subject', values);
  const more = untold > 0 ? [t('news.mail.more', { count: untold, link: content.href('/nouveautes') })] : [];
  return {
    subject: storableLine(subject).slice(0, longestSubject),
    body: [
      t('news.mail.hello', { territory: territory.name }),
      ...records.map((one) => recordText(content, one)),
      ...more,
      footText(content),
    ].join('\n\n'),
  };
}

function recordText(
  content: LetterContent,
  { record, news }: ReturnType<typeof newsByRecord>[number],
): string {
  const { t, href } = content;
  const heading = `## ${record.title} (${t(`records.kind.${record.kind}`)})`;
  return [`${heading}\n${href(addressOf(record))}`, ...news.map((one) => eventText(content, one))].join(
    '\n\n',
  );
}

function eventText({ t, locale, territory, wordsOf }: LetterContent, news: News): string {
  const words = wordsOf(news.record.kind);
  const date = formatDateTime(news.at, { locale, timeZone: territory.timeZone });
  const title = newsTitle(words, news);
  const heading =
    news.author === ''
      ? t('news.mail.event', { title, date })
      : t('news.mail.event-by', { title, date, name: news.author });
  const { pitch, body } = news.record;
  const told = news.comment
    ? [news.comment.text]
    : news.isArrival
      ? [pitch, toPlainText(body)].filter((text) => text !== '')
      : [
          ...changesShown(words, news).map((change) => changeText(t, change)),
          ...linksShown(words, news).map(({ label, text }) => t('news.became', { label, text })),
        ];
  return [heading, ...told.map(indented)].join('\n');
}

function changeText(
  t: Translate<MessageKey>,
  { label, before, after }: { label: string; before: string; after: string },
): string {
  if (after === '') return t('news.mail.removed', { label, text: before });
  const isShort = [before, after].every((text) => text.length <= shortText && !text.includes('\n'));
  if (!isShort) return `${t('news.mail.now', { label })}\n${indented(after)}`;
  return t('news.became', { label, text: before === '' ? after : `${before} → ${after}` });
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function footText({ t, href, follows, stopAll }: LetterContent): string {
  const stops = follows.map(({ title, stop }) => `- ${title}\n  ${t('news.mail.stop', { link: stop })}`);
  return [
    `-- \n${t('news.mail.because')}`,
    ...stops,
    t('news.mail.choose', { link: href('/compte/suivis') }),
    t('news.mail.stop-all', { link: stopAll }),
  ].join('\n');
}
