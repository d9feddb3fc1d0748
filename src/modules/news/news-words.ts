import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type HistoryWords, changeTexts, entryTitle, fieldLabel } from '#modules/records/index.ts';
import { escapeText } from './escape-text.ts';
import type { News } from './news.ts';

/** One change in words; `label` is the field's name. */
export interface ChangeShown {
  label: string;
  before: string;
  after: string;
}

/** What happened, in words: `Fiche modifiée`. */
export function newsTitle(words: HistoryWords, { action }: Pick<News, 'action'>): string {
  return entryTitle(words, action) ?? words.t('records.history.changed');
}

/** The changes of fields that have a name. */
export function changesShown(words: HistoryWords, { changes }: Pick<News, 'changes'>): ChangeShown[] {
  return changes.flatMap((change) => {
    const label = change.label ?? fieldLabel(words, change.field);
    const { before, after } = changeTexts(words, change);
    return label === undefined ? [] : [{ label, before, after }];
  });
}

/** Links that were made or taken away, whose other end the reader may see. */
export function linksShown(
  { t }: HistoryWords,
  { links }: Pick<News, 'links'>,
): { label: string; text: string }[] {
  return links.flatMap(({ type, to }) =>
    to ? [{ label: t(`records.links.${type}.out`), text: to.title }] : [],
  );
}

/** The whole content of a piece of news as HTML, for a feed. */
export function newsHtml(words: HistoryWords, news: News): string {
  if (news.comment) return news.comment.html;
  const { record } = news;
  if (news.isArrival) return recordHtml(record);
  const changed = changesShown(words, news).map(
    ({ label, before, after }) =>
      `<dt>${escapeText(label)}</dt><dd>${before === '' ? '' : `<del>${lines(before)}</del> `}${lines(after)}</dd>`,
  );
  const linked = linksShown(words, news).map(
    ({ label, text }) => `<dt>${escapeText(label)}</dt><dd>${escapeText(text)}</dd>`,
  );
  const told = [...changed, ...linked];
  return told.length > 0 ? `<dl>${told.join('')}</dl>` : `<p>${escapeText(newsTitle(words, news))}</p>`;
}

/** A record as a feed gives it whole: what makes one want to read on, then its text. */
export function recordHtml({ pitch, body }: Pick<News['record'], 'pitch' | 'body'>): string {
  return (pitch === '' ? '' : `<p><strong>${escapeText(pitch)}</strong></p>`) + renderHtml(body);
}

function lines(text: string): string {
  return escapeText(text).replaceAll('\n', '<br>');
}
