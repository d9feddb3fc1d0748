import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { answerWithPage } from './kept-pages.server.ts';

type PageRequest = Parameters<typeof answerWithPage>[0];

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = await world.elsewhere();
});

interface Visit {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  isDataRequest?: boolean;
  locals?: object;
}

/** A request for a page, by a visitor without a cookie unless told otherwise. */
function visit(given: Visit = {}): PageRequest {
  const { url = 'http://essai.test/pratiques', method = 'GET', headers = {}, isDataRequest = false } = given;
  const territory = { name: 'Pays d’essai' };
  return {
    url: new URL(url),
    request: new Request(url, { method, headers }),
    isDataRequest,
    locals: { context, territory, person: undefined, ...given.locals },
  } as PageRequest;
}

type Answer = Partial<{ headers: Record<string, string>; status: number; same: boolean }>;

/** Answers the visit; the page says `text` when it is rendered. */
function ask(event: PageRequest, text: string, { headers = {}, status = 200, same = true }: Answer = {}) {
  return answerWithPage(event, async () => {
    if (same) event.locals.sameForVisitors = true;
    return new Response(text, {
      status,
      headers: { etag: `"${text}"`, 'content-type': 'text/html', ...headers },
    });
  });
}

/**
 * What the second of two visits gets, told apart by what was rendered. Tried again where it was rendered: older
 * transactions of other tests may have ended in between.
 */
async function second(one: Visit, other: Visit, answer: Answer = {}): Promise<string> {
  let text = '';
  for (let attempt = 0; attempt < 5 && text !== 'first'; attempt += 1) {
    context = await world.elsewhere();
    await ask(visit(one), 'first', answer);
    text = await (await ask(visit(other), 'second', answer)).text();
  }
  return text;
}

describe('a page that shows every visitor the same', () => {
  it('is rendered once for all of them', async () => {
    expect(await second({}, {})).toBe('first');
  });

  it('is rendered anew as soon as anything changes on the territory', async () => {
    await ask(visit(), 'stale');
    await appendToJournal(context, { action: 'practice.changed' });
    expect(await (await ask(visit(), 'fresh')).text()).toBe('fresh');
  });

  it.each<[string, Visit, Visit]>([
    ['another address', {}, { url: 'http://essai.test/pratiques?page=2' }],
    ['the other language', {}, { url: 'http://essai.test/en/pratiques' }],
    ['the host of another territory', {}, { url: 'http://ailleurs.test/pratiques' }],
    ['a territory with another name', {}, { locals: { territory: { name: 'Pays renommé' } } }],
    ['someone signed in', {}, { locals: { person: { id: 'x' } } }],
    ['a request with a session', {}, { headers: { cookie: 'entrelacs.session_token=x' } }],
    ['a request with any other cookie', {}, { headers: { cookie: 'lang=en' } }],
    ['the data of a page', {}, { isDataRequest: true }],
    ['a form', {}, { method: 'POST' }],
    ['whoever comes after someone signed in', { locals: { person: { id: 'x' } } }, {}],
    ['whoever comes after a cookie', { headers: { cookie: 'lang=en' } }, {}],
    ['whoever comes after a form', { method: 'POST' }, {}],
    ['whoever comes after the data of the page', { isDataRequest: true }, {}],
  ])('is not what %s gets', async (_, one, other) => {
    expect(await second(one, other)).toBe('second');
  });

  it.each<[string, Answer]>([
    ['a page that did not say so, for it may show a message meant for one reader', { same: false }],
    ['a refusal', { status: 404 }],
    ['a redirection', { status: 303 }],
    ['a page that sets a cookie', { headers: { 'set-cookie': 'a=b' } }],
    [
      'a page with a secret of one answer',
      { headers: { 'content-security-policy': "script-src 'nonce-x'" } },
    ],
    ['a page without a tag', { headers: { etag: '' } }],
  ])('is not %s', async (_, answer) => {
    expect(await second({}, {}, answer)).toBe('second');
  });

  it('is not what another territory gets at the same address', async () => {
    await ask(visit(), 'first');
    const elsewhere = await world.elsewhere();
    expect(await (await ask(visit({ locals: { context: elsewhere } }), 'second')).text()).toBe('second');
  });

  it('keeps its policy, and is not sent again to who holds it', async () => {
    const headers = { 'content-security-policy': "default-src 'none'" };
    const browser = { 'accept-encoding': 'gzip', 'if-none-match': '' };
    const answers = async () => {
      context = await world.elsewhere();
      await ask(visit(), 'first', { headers });
      const kept = await ask(visit({ headers: browser }), 'second', { headers });
      const etag = kept.headers.get('etag') ?? '';
      const held = await ask(visit({ headers: { ...browser, 'if-none-match': etag } }), 'third', { headers });
      return { kept: Object.fromEntries(kept.headers), held: held.status };
    };
    await expect.poll(answers, { interval: 2, timeout: 10_000 }).toMatchObject({
      kept: {
        'content-security-policy': "default-src 'none'",
        'content-encoding': 'gzip',
        'content-type': 'text/html',
        'cache-control': 'no-cache',
        vary: 'accept-encoding',
        etag: 'W/"first"',
      },
      held: 304,
    });
  });
});
