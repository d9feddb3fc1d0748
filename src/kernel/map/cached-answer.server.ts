import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** Something to send that browsers may keep: its bytes, what they are, and how long they stay true. */
export interface CachedContent {
  /** Empty when there is nothing to draw: answered 204. */
  body: Uint8Array<ArrayBuffer>;
  /** True when `body` is compressed with gzip already. */
  gzipped: boolean;
  type: string;
  /** Changes when the content does. */
  etag: string;
  cacheControl: string;
}

/** Below this many bytes, compressing costs more than it saves. */
const worthCompressing = 1024;

/** True when the browser already holds the content of that tag, so that it need not even be made. */
export function isHeldBy(request: Request, etag: string): boolean {
  const held = request.headers.get('if-none-match') ?? '';
  return held.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${etag}"`);
}

/** 304, without body. */
export function answerHeld(etag: string, cacheControl: string): Response {
  return new Response(null, { status: 304, headers: baseHeaders(etag, cacheControl) });
}

/** 200 with the content, compressed for those who accept it; 204 when it is empty; 304 when it is held already. */
export async function answerCached(request: Request, content: CachedContent): Promise<Response> {
  if (isHeldBy(request, content.etag)) return answerHeld(content.etag, content.cacheControl);
  const headers = baseHeaders(content.etag, content.cacheControl);
  if (content.body.length === 0) return new Response(null, { status: 204, headers });
  headers.set('content-type', content.type);
  const compressed = acceptsGzip(request) && (content.gzipped || content.body.length >= worthCompressing);
  if (compressed) headers.set('content-encoding', 'gzip');
  const body = await encoded(content, compressed);
  headers.set('content-length', String(body.length));
  return new Response(body, { headers });
}

function baseHeaders(etag: string, cacheControl: string): Headers {
  // Weak: the same tag stands for the plain and the compressed bytes.
  return new Headers({ etag: `W/"${etag}"`, 'cache-control': cacheControl, vary: 'accept-encoding' });
}

async function encoded(
  { body, gzipped }: CachedContent,
  compressed: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  if (gzipped === compressed) return body;
  return new Uint8Array(await promisify(compressed ? gzip : gunzip)(body));
}

function acceptsGzip(request: Request): boolean {
  const accepted = request.headers.get('accept-encoding') ?? '';
  return /(^|[\s,])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted);
}
