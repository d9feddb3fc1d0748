import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Handler } from './door.server.ts';
import { notesOf } from './request-notes.server.ts';
import { type EndedRequest, watchRequests } from './watch-requests.server.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Told {
  level: string;
  event: string;
  fields: Record<string, unknown>;
}

/** A server whose requests are watched; `told` is all that its log was told, once each request has ended. */
async function serve(handler: Handler, { isProxied = false } = {}) {
  const told: Told[] = [];
  const counted: EndedRequest[] = [];
  const tell =
    (level: string) =>
    (event: string, fields: object = {}) =>
      void told.push({ level, event, fields: { ...fields } });
  const log = { error: tell('error'), warn: tell('warn'), info: tell('info'), debug: tell('debug') };
  const watch = () => ({
    during: (work: () => void) => work(),
    ended: (request: EndedRequest) => void counted.push(request),
  });
  const listener: RequestListener = watchRequests(handler, { log, isProxied: () => isProxied, watch });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const untilTold = async () => {
    while (told.length === 0) await new Promise(setImmediate);
  };
  return { origin, told, counted, untilTold };
}

function page(route: string | undefined, status = 200): Handler {
  return (request, response) => {
    const notes = notesOf(request);
    if (notes) Object.assign(notes, { route, territory: 'redon.test' });
    response.statusCode = status;
    response.end('bonjour');
  };
}

describe('a request', () => {
  it('is told by its route, never by its address or by what came with it', async () => {
    const { origin, told, untilTold } = await serve(page('/connexion/lien/[token]'));
    const answer = await fetch(`${origin}/connexion/lien/canari?q=canari`, {
      method: 'POST',
      headers: {
        'user-agent': 'canari',
        referer: `${origin}/canari`,
        cookie: 'canari=canari',
        'x-request-id': 'canari-canari',
      },
      body: 'email=canari@example.org',
    });
    await answer.text();
    await untilTold();
    expect(told).toEqual([
      {
        level: 'info',
        event: 'request',
        fields: {
          request: answer.headers.get('x-request-id'),
          method: 'POST',
          route: '/connexion/lien/[token]',
          status: 200,
          ms: expect.any(Number),
          territory: 'redon.test',
        },
      },
    ]);
  });

  it('is told to the figures too', async () => {
    const { origin, counted, untilTold } = await serve(page('/pratiques', 404));
    await (await fetch(origin)).text();
    await untilTold();
    expect(counted).toEqual([
      { method: 'GET', route: '/pratiques', status: 404, seconds: expect.any(Number) },
    ]);
  });

  it.each([
    ['/pratiques', 200, 'info', '/pratiques'],
    ['/pratiques', 404, 'info', '/pratiques'],
    ['/pratiques', 500, 'warn', '/pratiques'],
    ['/healthz', 200, 'debug', '/healthz'],
    ['/healthz', 503, 'warn', '/healthz'],
    [undefined, 200, 'debug', 'file'],
    [undefined, 404, 'info', 'unknown'],
  ])('of %s that answers %i counts as much as it matters', async (route, status, level, name) => {
    const { origin, told, untilTold } = await serve(page(route, status));
    await (await fetch(origin)).text();
    await untilTold();
    expect(told[0]).toMatchObject({ level, fields: { route: name } });
  });

  it('that nobody waited for is told as such', async () => {
    const begun = Promise.withResolvers<void>();
    const { origin, told, untilTold } = await serve(() => begun.resolve());
    const impatience = new AbortController();
    const asked = fetch(origin, { signal: impatience.signal }).catch(() => undefined);
    await begun.promise;
    impatience.abort();
    await asked;
    await untilTold();
    expect(told[0]?.fields).toMatchObject({ aborted: true });
  });
});

describe('the id of a request', () => {
  const given = { 'x-request-id': 'f3b9-of-the_proxy' };

  it('is the one that a trusted proxy gave', async () => {
    const { origin } = await serve(page('/'), { isProxied: true });
    expect((await fetch(origin, { headers: given })).headers.get('x-request-id')).toBe('f3b9-of-the_proxy');
  });

  it('is ours when anyone else gave one, or a proxy gave what is no id', async () => {
    const strange = await serve(page('/'));
    expect((await fetch(strange.origin, { headers: given })).headers.get('x-request-id')).toMatch(
      /^[0-9a-f]{12}$/,
    );
    const proxied = await serve(page('/'), { isProxied: true });
    for (const id of ['camille@example.org', 'court', 'x'.repeat(65)]) {
      const answer = await fetch(proxied.origin, { headers: { 'x-request-id': id } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}$/);
    }
  });
});
