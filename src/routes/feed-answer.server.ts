import { createHash } from 'node:crypto';
import { localPath } from '#app/locale.ts';
import { visitor } from '#kernel/context.ts';
import { answerCached, answerHeld } from '#kernel/map/cached-answer.server.ts';
import { type FeedEntry, feedOfList, lastUpdate, listTitle, writeFeed } from '#modules/news/index.server.ts';
import { listAddress } from '#modules/news/index.ts';
import { refuse } from './refusal.server.ts';

/** How a feed is asked for its entries. */
type Reader = Parameters<typeof feedOfList>[2];

interface AskedFeed {
  title: string;
  /** Addresses, without the language, of the page that shows the same and of the feed. */
  page: string;
  self: string;
  entries: (reader: Reader) => Promise<FeedEntry[]>;
}

interface KeptFeed {
  body: Uint8Array<ArrayBuffer>;
  etag: string;
  updated: Date;
}

const cacheControl = 'no-cache';

/** Answers with an Atom feed, written once between two changes; 304 to whoever has it already. */
export async function answerFeed(
  { locals, request }: { locals: App.Locals; request: Request },
  feed: AskedFeed,
): Promise<Response> {
  const { context, locale, territory } = locals;
  const reader: Reader = { locale, href: (path) => localPath(locale, path) };
  const key = `feed ${locale} ${territory.name} ${feed.self} ${feed.title}`;
  const kept = await context.memory.recall<KeptFeed>({ ...context, actor: visitor }, key, async () => {
    const entries = await feed.entries(reader);
    const text = writeFeed({
      territoryId: territory.id,
      origin: context.origin,
      locale,
      title: `${feed.title} – ${territory.name}`,
      author: territory.name,
      page: reader.href(feed.page),
      self: reader.href(feed.self),
      entries,
    });
    const etag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    return { body: new TextEncoder().encode(text), etag, updated: lastUpdate(entries) };
  });
  return answerKept(request, kept);
}

async function answerKept(request: Request, { body, etag, updated }: KeptFeed): Promise<Response> {
  const type = 'application/atom+xml; charset=utf-8';
  const isSame = !request.headers.has('if-none-match') && isUnchangedSince(request, updated);
  const answer = isSame
    ? answerHeld(etag, cacheControl)
    : await answerCached(request, { body, gzipped: false, type, etag, cacheControl });
  answer.headers.set('last-modified', updated.toUTCString());
  answer.headers.set('access-control-allow-origin', '*');
  return answer;
}

/** HTTP tells whole seconds (RFC 9110, 8.8.2). */
function isUnchangedSince(request: Request, updated: Date): boolean {
  const since = Date.parse(request.headers.get('if-modified-since') ?? '');
  return Math.floor(updated.getTime() / 1000) * 1000 <= since;
}

/** The feed of a list, with the filters that the address of the list has. */
export async function answerListFeed(
  event: { locals: App.Locals; request: Request; url: URL },
  path: string,
): Promise<Response> {
  const { context, locale } = event.locals;
  const address = listAddress(path, event.url.searchParams) ?? path;
  const title = await listTitle({ ...context, actor: visitor }, { address, locale });
  if (title === undefined) return refuse('not-found');
  return answerFeed(event, {
    title,
    page: address,
    self: feedAddress(address),
    entries: (reader) => feedOfList(context, address, reader),
  });
}

/** Where the feed of a list is: `/pratiques.atom?theme=jardins`. */
export function feedAddress(address: string): string {
  const [path = '', query] = address.split('?');
  return query === undefined ? `${path}.atom` : `${path}.atom?${query}`;
}
