import { type GuardedAnswer, type GuardedStream, isOutgoingError } from '#kernel/guarded-client.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { allAskedPages, asksWiki } from './ask-pages.server.ts';
import { type KnownTool, dataAddresses } from './data-address.ts';
import type { FetchRefusal } from './fetch-refusal.ts';

/** What a source said of its last answer, to be asked only for what is new. */
export interface Validators {
  etag: string;
  lastModified: string;
}

/** Bytes that arrive; reading them throws an `OutgoingError`, told by {@link refusalOfTrouble}. */
export interface FetchedInventory extends Validators {
  bytes: AsyncIterable<Uint8Array>;
  fileName: string;
}

const mostRedirects = 5;
const longestAddress = 2000;
const longestName = 200;
/** Characters of a web page that are read to find which tool made it. */
const pageStart = 200_000;

/** Of a source that is asked for everything. */
const knowsNothing: Validators = { etag: '', lastModified: '' };

/** Milliseconds for all that a wiki is asked beside its first answer. */
const longestAsking = 120_000;

/**
 * Asks an address for an inventory. Each redirect is asked for anew, under the same guard; a web page is no inventory, and
 * where its tool is known the address of its data is proposed. A wiki that gives its pages a part at a time is asked for all of them.
 *
 * @returns null when the source says that nothing changed since `known`
 */
export async function fetchInventory(
  open: GuardedStream,
  address: string,
  known: Validators = knowsNothing,
): Promise<Result<FetchedInventory | null, FetchRefusal>> {
  const url = readAddress(address);
  const isAsked = url !== null && asksWiki(url);
  // What the first answer of several says of its age says nothing of the others.
  const fetched = await fetchOnce(open, address, isAsked ? knowsNothing : known);
  if (!isAsked || !fetched.ok || fetched.value === null) return fetched;
  const signal = AbortSignal.timeout(longestAsking);
  const askOn: GuardedStream = (next, request) => open(next, { ...request, signal });
  try {
    const pages = await allAskedPages(fetched.value.bytes, url, (next) => fetchOnce(askOn, next));
    if (!pages.ok) return pages;
    return ok({ ...fetched.value, bytes: piecesOf(pages.value), ...knowsNothing });
  } catch (error) {
    return err(refusalOfTrouble(error));
  }
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function fetchOnce(
  open: GuardedStream,
  address: string,
  known: Validators = knowsNothing,
): Promise<Result<FetchedInventory | null, FetchRefusal>> {
  let url = readAddress(address);
  const headers = {
    'user-agent': 'Entrelacs',
    accept: '*/*',
    ...(known.etag && { 'if-none-match': known.etag }),
    ...(known.lastModified && { 'if-modified-since': known.lastModified }),
  };
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    if (!url) return refused('address-not-understood');
    let answer: GuardedAnswer;
    try {
      answer = await open(url.href, { headers });
    } catch (error) {
      return err(refusalOfTrouble(error));
    }
    const location = answer.headers.get('location');
    if (!isRedirect(answer.status) || location === null) return readAnswer(answer, url);
    answer.close();
    url = URL.canParse(location, url) ? readAddress(new URL(location, url).href) : null;
  }
  return refused('too-many-redirects');
}

/** An address of the web, without a name and a password: it is shown to all who facilitate. */
export function readAddress(text: string): URL | null {
  const trimmed = text.trim();
  if (trimmed.length > longestAddress || !/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed))
    return null;
  const url = new URL(trimmed);
  url.hash = '';
  return url.username || url.password ? null : url;
}

/** What went wrong while asking or reading; what is not of the network is thrown on. */
export function refusalOfTrouble(error: unknown): FetchRefusal {
  if (!isOutgoingError(error)) throw error;
  const { reason } = error;
  if (reason === 'too-slow' || reason === 'too-large' || reason === 'no-answer') return refusal(reason);
  return refusal(reason === 'protocol' ? 'address-not-understood' : 'address-inside');
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

async function readAnswer(
  answer: GuardedAnswer,
  url: URL,
): Promise<Result<FetchedInventory | null, FetchRefusal>> {
  const { status, headers } = answer;
  if (status === 304) {
    answer.close();
    return ok(null);
  }
  if (status !== 200) {
    answer.close();
    return err(refusalOfStatus(status));
  }
  const pieces = answer.bytes[Symbol.asyncIterator]();
  let head: Buffer;
  try {
    head = await firstPiece(pieces);
  } catch (error) {
    return err(refusalOfTrouble(error));
  }
  const bytes = joined(head, pieces);
  if (isPage(head, headers)) return err(refusalOfPage(url, await startOf(bytes)));
  return ok({
    bytes,
    fileName: nameOf(url, headers),
    etag: shortened(headers.get('etag')),
    lastModified: shortened(headers.get('last-modified')),
  });
}

function shortened(header: string | null): string {
  return header !== null && header.length <= longestName ? header : '';
}

async function firstPiece(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  const first = await pieces.next();
  return first.done ? Buffer.alloc(0) : first.value;
}

async function* joined(head: Buffer, pieces: AsyncIterator<Buffer>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  } finally {
    await pieces.return?.();
  }
}

function isPage(head: Buffer, headers: Headers): boolean {
  const start = head.subarray(0, 1000).toString('latin1').replace(/^ï»¿/, '').trimStart();
  return (
    /^<(!doctype html|html)\b/i.test(start) ||
    (/^(text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '') && start.startsWith('<'))
  );
}

async function startOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of bytes) {
      parts.push(part);
      size += part.length;
      if (size >= pageStart) break;
    }
  } catch (error) {
    // What came of the page before it broke off is enough to look at.
    refusalOfTrouble(error);
  }
  return Buffer.concat(parts).toString('utf8').slice(0, pageStart);
}

function refusalOfPage(url: URL, html: string): FetchRefusal {
  const known: KnownTool | null = dataAddresses(url.href, html);
  if (!known) return refusal('page');
  return { ...refusal(`page-${known.tool}`), proposals: known.addresses };
}

function refusalOfStatus(status: number): FetchRefusal {
  if (status === 404 || status === 410) return refusal('not-there');
  if (status === 401 || status === 403) return refusal('closed-there');
  if (status === 429) return refusal('busy-there');
  return { ...refusal(status >= 500 ? 'trouble-there' : 'answer-not-understood'), params: { status } };
}

/** What the source calls its file, else the end of the address, else its site. */
function nameOf({ pathname, hostname }: URL, headers: Headers): string {
  const given = /filename="?([^";]+)/i.exec(headers.get('content-disposition') ?? '')?.[1];
  const name = storableLine(given ?? pathname.split('/').at(-1) ?? '').slice(0, longestName);
  return name || hostname;
}

function refusal(code: FetchRefusal['code']): FetchRefusal {
  return { code, params: {}, proposals: [] };
}

function refused(code: FetchRefusal['code']): Result<never, FetchRefusal> {
  return err(refusal(code));
}
