import { type LookupAddress, lookup } from 'node:dns';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { isPrivateAddress } from './private-address.server.ts';

export interface GuardOptions {
  /** Hosts that may be on a private network, because the host of the instance named them. */
  privateHosts?: readonly string[];
  /** The largest answer that is read, in bytes. */
  maxBytes?: number;
  /** The longest wait for the whole answer, in milliseconds. */
  maxWait?: number;
  /** Finds the addresses of a name; the system's way when not given. */
  resolve?: typeof lookup;
}

/** What a request may say; the part of `RequestInit` that is understood. */
export interface GuardedRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams | ArrayBuffer | ReadableStream | Uint8Array | null | undefined;
  signal?: AbortSignal | undefined;
}

/** Asks an address; used like `fetch`. */
export type GuardedClient = (address: string, request?: GuardedRequest) => Promise<Response>;

/** An answer whose body is read as it comes. */
export interface GuardedAnswer {
  status: number;
  headers: Headers;
  /** Can be read once; throws an `OutgoingError` when the answer is too large, too slow or cut. */
  bytes: AsyncIterable<Buffer>;
  /** Lets the answer go; needed when `bytes` is not read to its end. */
  close(): void;
}

/** Asks an address, and hands the answer over as it comes. */
export type GuardedStream = (address: string, request?: GuardedRequest) => Promise<GuardedAnswer>;

type RefusalReason = 'protocol' | 'port' | 'private' | 'too-large';
type FailureReason = 'too-slow' | 'no-answer';

/** `OUTGOING_REFUSED`: we did not ask, or did not read on. `OUTGOING_FAILED`: no whole answer came. */
class OutgoingError extends Error {
  readonly code: 'OUTGOING_REFUSED' | 'OUTGOING_FAILED';
  readonly reason: RefusalReason | FailureReason;

  constructor(reason: OutgoingError['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = reason === 'too-slow' || reason === 'no-answer' ? 'OUTGOING_FAILED' : 'OUTGOING_REFUSED';
    this.reason = reason;
  }
}

/** Tells it by what it says: pages are a bundle of their own, with a class of their own, and get errors of the other. */
export function isOutgoingError(error: unknown): error is OutgoingError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('OUTGOING_');
}

const mostBytes = 1_000_000;
const longestWait = 10_000;

/**
 * A `fetch` for requests that leave the instance: http and https only, no private address (checked on the address that
 * is connected to, so that a name cannot lead elsewhere the second time), no port of another service, a limit of size
 * and time. Redirects are handed back, not followed: whoever follows one asks anew.
 *
 * @throws OutgoingError
 */
export function guardedClient(options: GuardOptions = {}): GuardedClient {
  const open = guardedStream(options);
  return async (address, request) => {
    const { status, headers, bytes } = await open(address, request);
    const parts: Buffer[] = [];
    for await (const part of bytes) parts.push(part);
    const isEmpty = [204, 205, 304].includes(status);
    return new Response(isEmpty ? null : Buffer.concat(parts), { status, headers });
  };
}

/** As {@link guardedClient}, for answers too large to stand in memory. */
export function guardedStream(options: GuardOptions = {}): GuardedStream {
  return async (address, request = {}) => {
    const url = new URL(address);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      refuse('protocol', `"${url.protocol}" is not asked`);
    const mayBePrivate = options.privateHosts?.includes(url.hostname) ?? false;
    const literal = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (!mayBePrivate && isIP(literal) !== 0 && isPrivateAddress(literal)) refusePrivate(url.hostname);
    if (!mayBePrivate && isServicePort(url.port)) refuse('port', `Port ${url.port} is not asked`);
    const body = await bodyOf(request);
    const patience = AbortSignal.timeout(options.maxWait ?? longestWait);
    const signal = AbortSignal.any([patience, ...(request.signal ? [request.signal] : [])]);
    const resolve = options.resolve ?? lookup;
    const asking = { url, request, body, signal, lookup: mayBePrivate ? resolve : publicLookup(resolve) };
    const explain = (error: unknown): OutgoingError => {
      if (isOutgoingError(error)) return error;
      const reason = patience.aborted ? 'too-slow' : 'no-answer';
      return new OutgoingError(reason, `No answer from ${url.host}`, error);
    };
    try {
      const incoming = await ask(asking);
      const bytes = bytesOf(incoming, options.maxBytes ?? mostBytes, explain);
      const close = () => incoming.destroy();
      return { status: incoming.statusCode ?? 0, headers: headersOf(incoming), bytes, close };
    } catch (error) {
      throw explain(error);
    }
  };
}

/** The ports kept for services (RFC 6335), but those of the web: what answers there expects no request of ours. */
function isServicePort(port: string): boolean {
  return port !== '' && port !== '80' && port !== '443' && Number(port) < 1024;
}

/** The name's addresses, when all of them are public; one that is not spoils the name. */
function publicLookup(resolve: typeof lookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address))) {
        return callback(new OutgoingError('private', `${host} is on a private network`), '');
      }
      const [first] = addresses as [LookupAddress];
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

interface Asking {
  url: URL;
  request: GuardedRequest;
  body: Buffer | undefined;
  signal: AbortSignal;
  lookup: LookupFunction;
}

function ask({ url, request, body, signal, lookup: lookUp }: Asking): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((answered, failed) => {
    const outgoing = send(url, {
      method: request.method ?? 'GET',
      headers: { ...request.headers, 'accept-encoding': 'identity' },
      lookup: lookUp,
      signal,
      agent: false,
    });
    outgoing.once('response', answered);
    outgoing.once('error', failed);
    outgoing.end(body);
  });
}

async function* bytesOf(
  incoming: IncomingMessage,
  maxBytes: number,
  explain: (error: unknown) => OutgoingError,
): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) refuse('too-large', `The answer is larger than ${maxBytes} bytes`);
      yield part;
    }
  } catch (error) {
    throw explain(error);
  } finally {
    incoming.destroy();
  }
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

async function bodyOf({ body }: GuardedRequest): Promise<Buffer | undefined> {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(await new Response(body).arrayBuffer());
}

function refusePrivate(host: string): never {
  refuse('private', `${host} is on a private network`);
}

function refuse(reason: RefusalReason, message: string): never {
  throw new OutgoingError(reason, message);
}
