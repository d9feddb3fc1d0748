import { once } from 'node:events';
import { Agent, type IncomingMessage, get } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answerAway } from './answer-away.server.ts';
import { Door, type Handler } from './door.server.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const doors: Door[] = [];
afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()));
});

async function open(handler?: Handler): Promise<Door> {
  const door = await Door.open({ host: '127.0.0.1', port: 0, answerAway });
  doors.push(door);
  if (handler) door.serve(handler);
  return door;
}

interface Answer {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  text: string;
}

/** Asks on one connection, kept open between two requests as browsers and proxies do. */
async function ask(door: Pick<Door, 'port'>, path = '/'): Promise<Answer> {
  const request = get({ host: '127.0.0.1', port: door.port, path, agent });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const text = (await answer.toArray()).join('');
  return { status: answer.statusCode, headers: answer.headers, text };
}

const hello: Handler = (_, response) => response.end('hello');

describe('a site that starts', () => {
  it('asks everyone to come back, in both languages, the reader’s own first', async () => {
    const door = await open();
    const french = await ask(door, '/pratiques?q=x');
    expect(french).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2', 'cache-control': 'no-store' },
    });
    expect(french.text).toMatch(/^Le site démarre.*\n\nThe site is starting/);
    expect((await ask(door, '/en/pratiques')).text).toMatch(/^The site is starting.*\n\nLe site démarre/);
  });

  it('says so to programs', async () => {
    const { status, text } = await ask(await open(), '/healthz');
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ status: 'starting' });
  });

  it('then serves', async () => {
    expect(await ask(await open(hello))).toMatchObject({ status: 200, text: 'hello' });
  });

  it('is refused a port that is taken', async () => {
    const { port } = await open();
    await expect(Door.open({ host: '127.0.0.1', port, answerAway })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('a site that stops', () => {
  it('finishes what is under way, and asks whoever comes meanwhile to come back', async () => {
    const begun = Promise.withResolvers<() => void>();
    const door = await open((_, response) => begun.resolve(() => response.end('whole')));
    const { port } = door;
    const slow = fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text());
    const finish = await begun.promise;
    const closed = door.close();
    await expect(ask({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    expect(await slow).toBe('whole');
    await closed;
  });

  it('tells proxies that ask, and serves everyone else, as long as it drains', async () => {
    const door = await open(hello);
    const request = get({ host: '127.0.0.1', port: door.port, path: '/', agent });
    const [first] = (await once(request, 'response')) as [IncomingMessage];
    const { port } = door;
    const drained = door.close({ drainSeconds: 0.3 });
    await first.toArray();
    expect(await ask({ port }, '/healthz')).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
    expect(await ask({ port })).toMatchObject({
      status: 200,
      text: 'hello',
      headers: { connection: 'close' },
    });
    await drained;
    await expect(ask({ port })).rejects.toMatchObject({ code: /ECONN/ });
  });
});
