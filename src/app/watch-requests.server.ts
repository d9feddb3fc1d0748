import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '#kernel/ids.ts';
import type { Log, LogLevel } from '#kernel/log.server.ts';
import type { Handler } from './door.server.ts';
import { type RequestNotes, takeNotes } from './request-notes.server.ts';

/** How a request ended. */
export interface EndedRequest {
  method: string;
  /** The route as its folders spell it; `file` for a file of the build, `unknown` where there is nothing. */
  route: string;
  status: number;
  seconds: number;
}

/** Follows one request: what runs inside is part of it, until it is told how it ended. */
export interface RequestWatch {
  during(work: () => void): void;
  ended(request: EndedRequest): void;
}

interface WatchOptions {
  log: Log;
  /** Whether what comes before us, whose word is believed, gave the request its id. */
  isProxied: (request: IncomingMessage) => boolean;
  watch?: (() => RequestWatch) | undefined;
}

/** What a proxy may call a request: nothing that could be anything else than an id. */
const goodId = /^[\w-]{8,64}$/;

/**
 * Gives every request an id, tells the log how it ended, and the figures, if any are kept. Neither is told the address
 * that was asked, nor anything that came with it.
 */
export function watchRequests(handler: Handler, options: WatchOptions): Handler {
  return (request, response) => {
    const startedAt = performance.now();
    const notes = takeNotes(request, { id: idOf(request, options), route: undefined, territory: undefined });
    const watch = options.watch?.();
    response.setHeader('x-request-id', notes.id);
    response.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1000;
      const ended = {
        method: request.method ?? '',
        route: routeOf(notes, response),
        status: response.statusCode,
      };
      watch?.ended({ ...ended, seconds });
      options.log[levelOf(ended)]('request', {
        request: notes.id,
        ...ended,
        ms: Math.round(seconds * 1e4) / 10,
        territory: notes.territory,
        ...(!response.writableFinished && { aborted: true }),
      });
    });
    if (watch) watch.during(() => handler(request, response));
    else handler(request, response);
  };
}

function idOf(request: IncomingMessage, { isProxied }: WatchOptions): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && goodId.test(given) && isProxied(request) ? given : newId().slice(-12);
}

function routeOf({ route }: RequestNotes, response: ServerResponse): string {
  return route ?? (response.statusCode < 400 ? 'file' : 'unknown');
}

/** Programs ask for files and for our health all the time; nobody reads that. */
function levelOf({ route, status }: Pick<EndedRequest, 'route' | 'status'>): LogLevel {
  if (status >= 500) return 'warn';
  return route === 'file' || route === '/healthz' ? 'debug' : 'info';
}
