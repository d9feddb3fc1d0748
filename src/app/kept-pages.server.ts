import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from '#kernel/context.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import { createJournalMemory } from '#kernel/journal-memory.server.ts';
import { answerCached } from '#kernel/map/cached-answer.server.ts';
import type { Territory } from '#modules/territories/index.ts';

/** What is read of a request for a page. */
interface PageRequest {
  url: URL;
  request: Request;
  isDataRequest: boolean;
  locals: { context: Context; territory: Territory; person: object | undefined; sameForVisitors?: boolean };
}

interface KeptPage {
  /** Compressed with gzip. */
  body: Uint8Array<ArrayBuffer>;
  etag: string;
  policy: string;
}

/** In bytes, all pages together: some two thousand. */
const capacity = 8_000_000;

const memory = createJournalMemory<KeptPage | undefined>(capacity, (page) => page?.body.length ?? 0);

/**
 * Answers a visitor with the page that another one was given before, as long as nothing changed on the territory. Kept are
 * the pages whose `load` says that they show nothing but what the journal tells of (`locals.sameForVisitors`), and only for
 * requests without a cookie, whichever: all others are rendered each time.
 */
export async function answerWithPage(event: PageRequest, render: () => Promise<Response>): Promise<Response> {
  const { locals, request, url, isDataRequest } = event;
  if (request.method !== 'GET' || isDataRequest || locals.person || request.headers.has('cookie')) {
    return render();
  }
  // The territory's own name and texts have no entry in the journal; nor has the day, by which pages say how old things are.
  const day = dayOf(locals.context.clock.now(), locals.territory.timeZone);
  const key = `${url.href} ${day} ${JSON.stringify(locals.territory)}`;
  let rendered: Response | undefined;
  const kept = await memory.recall(locals.context, key, async () => {
    rendered = await render();
    return locals.sameForVisitors ? packPage(rendered) : undefined;
  });
  return kept ? unpackPage(request, kept) : (rendered ?? render());
}

/** What a page has of headers when its `load` sets none of its own. */
const usualHeaders = new Set([
  'content-length',
  'content-security-policy',
  'content-type',
  'etag',
  'x-sveltekit-page',
]);

/** Nothing but a whole page that is right for others too: no refusal, no cookie or other header, no secret of one answer. */
async function packPage(answer: Response): Promise<KeptPage | undefined> {
  const policy = answer.headers.get('content-security-policy') ?? '';
  const etag = answer.headers.get('etag')?.replaceAll('"', '');
  const isUsual = [...answer.headers.keys()].every((name) => usualHeaders.has(name));
  if (answer.status !== 200 || !etag || !isUsual || policy.includes('nonce-')) return undefined;
  const body = new Uint8Array(await promisify(gzip)(await answer.arrayBuffer()));
  return { body, etag, policy };
}

async function unpackPage(request: Request, { body, etag, policy }: KeptPage): Promise<Response> {
  const content = { body, gzipped: true, type: 'text/html', etag, cacheControl: 'no-cache' };
  const answer = await answerCached(request, content);
  answer.headers.set('content-security-policy', policy);
  return answer;
}
