import { Feed } from 'feed';
import { type Id, idOfName } from '#kernel/ids.ts';
import type { Locale } from '#kernel/translate.ts';
import { escapeText, writableText } from './escape-text.ts';

/** What a feed tells of one thing. */
export interface FeedEntry {
  /** Of the record, or of the journal's entry: it never changes, wherever the instance moves. */
  id: Id;
  title: string;
  /** Address on this site, with its language. */
  path: string;
  updated: Date;
  published?: Date;
  /** Names, never addresses. */
  authors: readonly string[];
  /** HTML made on the server. */
  html: string;
  /** BCP 47. */
  language: string;
  licence?: string;
}

export interface FeedContent {
  territoryId: Id;
  /** Without a trailing slash. */
  origin: string;
  locale: Locale;
  title: string;
  /** Who answers for what bears no name: the territory. */
  author: string;
  /** Address of the page that shows the same, and of the feed itself. */
  page: string;
  self: string;
  entries: readonly FeedEntry[];
}

/** The day from which a feed without entries is unchanged. */
const never = new Date(0);

/** When what the feed tells last changed. */
export function lastUpdate(entries: readonly FeedEntry[]): Date {
  return new Date(Math.max(never.getTime(), ...entries.map(({ updated }) => updated.getTime())));
}

/** An Atom feed (RFC 4287), latest change first. */
export function writeFeed(content: FeedContent): string {
  const { origin, locale, territoryId, entries } = content;
  const feed = new Feed({
    id: `urn:uuid:${idOfName(content.self, territoryId)}`,
    title: writableText(content.title),
    updated: lastUpdate(entries),
    author: { name: writableText(content.author) },
    link: origin + content.page,
    feed: origin + content.self,
    generator: 'Entrelacs',
  });
  for (const entry of entries) {
    const lang = entry.language === locale ? '' : ` lang="${escapeText(entry.language)}"`;
    feed.addItem({
      id: `urn:uuid:${entry.id}`,
      title: escapeText(entry.title),
      link: origin + entry.path,
      date: entry.updated,
      ...(entry.published && { published: entry.published }),
      ...(entry.licence && { copyright: writableText(entry.licence) }),
      author: entry.authors
        .map((name) => ({ name: writableText(name).trim() }))
        .filter(({ name }) => name !== ''),
      content: `<div${lang}>${writableText(entry.html)}</div>`,
    });
  }
  // The library writes neither the language nor what relative addresses in contents stand for.
  const about = `xml:lang="${locale}" xml:base="${origin}/"`;
  return feed.atom1().replace('<feed ', () => `<feed ${about} `);
}
