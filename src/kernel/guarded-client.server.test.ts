import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GuardOptions, guardedClient, guardedStream } from './guarded-client.server.ts';

const endless = Readable.from(
  (function* () {
    for (;;) yield 'x'.repeat(10_000);
  })(),
);
let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/large') response.end('x'.repeat(2000));
    else if (pathname === '/moved') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else if (pathname === '/endless') endless.pipe(response.writeHead(200));
    else if (pathname === '/begun') response.writeHead(200).write('a,b\n');
    else if (pathname === '/nothing') response.writeHead(204).end();
    else if (pathname !== '/never') {
      request.pipe(
        response.writeHead(200, { 'x-method': request.method ?? '', 'set-cookie': ['a=1', 'b=2'] }),
      );
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const here = (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`;
const allowed = guardedClient({ privateHosts: ['127.0.0.1', 'localhost'], maxBytes: 1000 });

describe('what leaves the instance', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])(
    'does not go to %s, which is private',
    async (host) => {
      await expect(guardedClient()(here('/', host))).rejects.toMatchObject({ code: 'OUTGOING_REFUSED' });
    },
  );

  it('goes to a private host that was named, and to that one only', async () => {
    expect((await allowed(here('/'))).status).toBe(200);
    expect((await allowed(here('/', 'localhost'))).status).toBe(200);
    await expect(allowed('http://192.168.0.1/')).rejects.toMatchObject({ code: 'OUTGOING_REFUSED' });
  });

  it.each([['93.184.216.34', '127.0.0.1'], ['::1'], ['::ffff:10.0.0.1'], []])(
    'does not go to a name that stands for %j',
    async (...addresses) => {
      const asked: string[] = [];
      const resolve = ((host: string, _: object, found: (error: null, all: object[]) => void) => {
        asked.push(host);
        const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        found(null, all);
      }) as unknown as NonNullable<GuardOptions['resolve']>;
      const refused = guardedClient({ resolve })(`http://annuaire.test:${port}/`);
      await expect(refused).rejects.toMatchObject({ code: 'OUTGOING_REFUSED', reason: 'private' });
      // What was checked is what is connected to: the name is looked up once.
      expect(asked).toEqual(['annuaire.test']);
    },
  );

  it.each([22, 25, 110, 993])('does not go to port %d, where another service listens', async (service) => {
    const asked = guardedClient()(`http://93.184.216.34:${service}/`);
    await expect(asked).rejects.toMatchObject({ code: 'OUTGOING_REFUSED', reason: 'port' });
  });

  it('is http or https', async () => {
    for (const address of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'data:text/plain,a']) {
      await expect(allowed(address)).rejects.toMatchObject({ code: 'OUTGOING_REFUSED' });
    }
  });

  it('carries its method, headers and body, and brings the answer back', async () => {
    const answer = await allowed(here('/'), { method: 'POST', body: new URLSearchParams({ a: 'é' }) });
    expect(await answer.text()).toBe('a=%C3%A9');
    expect(answer.headers.get('x-method')).toBe('POST');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect((await allowed(here('/nothing'))).status).toBe(204);
  });

  it('hands a redirect back instead of following it', async () => {
    const answer = await allowed(here('/moved'));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('http://169.254.169.254/');
  });

  it('does not read more than the limit, nor wait longer', async () => {
    await expect(allowed(here('/large'))).rejects.toMatchObject({ code: 'OUTGOING_REFUSED' });
    const hasty = guardedClient({ privateHosts: ['127.0.0.1'], maxWait: 50 });
    await expect(hasty(here('/never'))).rejects.toMatchObject({
      code: 'OUTGOING_FAILED',
      reason: 'too-slow',
    });
  });

  it('hands an answer over as it comes, and lets go of one that never ends', async () => {
    const open = guardedStream({ privateHosts: ['127.0.0.1'], maxBytes: 50_000 });
    const { status, bytes } = await open(here('/endless'));
    expect(status).toBe(200);
    let read = 0;
    const reading = async () => {
      for await (const part of bytes) read += part.length;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'OUTGOING_REFUSED', reason: 'too-large' });
    expect(read).toBeLessThanOrEqual(50_000);
    const slow = guardedStream({ privateHosts: ['127.0.0.1'], maxWait: 50 });
    const begun = await slow(here('/begun'));
    const whole = async () => Array.fromAsync(begun.bytes);
    await expect(whole()).rejects.toMatchObject({ code: 'OUTGOING_FAILED', reason: 'too-slow' });
  });

  it('says that nothing answered', async () => {
    await expect(allowed('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'OUTGOING_FAILED' });
  });
});
