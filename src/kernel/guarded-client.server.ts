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

/** `OUTGOING_REFUSED`: we did not ask, or did not read on. `OUTGOING_FAILED`: no whole answer came. */
class OutgoingError extends Error {
  readonly code: 'OUTGOING_REFUSED' | 'OUTGOING_FAILED';

  constructor(code: OutgoingError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const mostBytes = 1_000_000;
const longestWait = 10_000;

/**
 * A `fetch` for requests that leave the instance: http and https only, no private address (checked on the address that
 * is connected to, so that a name cannot lead elsewhere the second time), a limit of size and time. Redirects are
 * handed back, not followed: whoever follows one asks anew.
 *
 * @throws OutgoingError
 */
export function guardedClient(options: GuardOptions = {}): GuardedClient {
  return async (address, request = {}) => {
    const url = new URL(address);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse(`"${url.protocol}" is not asked`);
    const mayBePrivate = options.privateHosts?.includes(url.hostname) ?? false;
    const literal = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (!mayBePrivate && isIP(literal) !== 0 && isPrivateAddress(literal)) refusePrivate(url.hostname);
    const body = await bodyOf(request);
    const signal = AbortSignal.any([
      AbortSignal.timeout(options.maxWait ?? longestWait),
      ...(request.signal ? [request.signal] : []),
    ]);
    const asking = { url, request, body, signal, lookup: mayBePrivate ? lookup : publicLookup };
    try {
      return await readWhole(await ask(asking), options.maxBytes ?? mostBytes);
    } catch (error) {
      if (error instanceof OutgoingError) throw error;
      throw new OutgoingError('OUTGOING_FAILED', `No answer from ${url.host}`, error);
    }
  };
}

/** The name's addresses, when all of them are public; one that is not spoils the name. */
const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(new OutgoingError('OUTGOING_REFUSED', `${host} is on a private network`), '');
    }
    const [first] = addresses as [LookupAddress];
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

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

async function readWhole(incoming: IncomingMessage, maxBytes: number): Promise<Response> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) refuse(`The answer is larger than ${maxBytes} bytes`);
    parts.push(part);
  }
  const status = incoming.statusCode ?? 0;
  const isEmpty = [204, 205, 304].includes(status);
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return new Response(isEmpty ? null : Buffer.concat(parts), { status, headers });
}

async function bodyOf({ body }: GuardedRequest): Promise<Buffer | undefined> {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(await new Response(body).arrayBuffer());
}

function refusePrivate(host: string): never {
  refuse(`${host} is on a private network`);
}

function refuse(message: string): never {
  throw new OutgoingError('OUTGOING_REFUSED', message);
}
