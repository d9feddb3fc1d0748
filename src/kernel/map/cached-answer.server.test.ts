import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answerCached, type CachedContent } from './cached-answer.server.ts';

const text = 'a map '.repeat(500);
const plain: CachedContent = {
  body: new TextEncoder().encode(text),
  gzipped: false,
  type: 'application/json',
  etag: 'abc',
  cacheControl: 'no-cache',
};
const packed: CachedContent = { ...plain, body: new Uint8Array(gzipSync(text)), gzipped: true };

function requestWith(headers: Record<string, string>): Request {
  return new Request('http://localhost/carte', { headers });
}

describe('an answer that may be kept', () => {
  test.each([
    ['plain content', plain],
    ['compressed content', packed],
  ])('%s is sent compressed to those who accept it', async (_, content) => {
    const response = await answerCached(requestWith({ 'accept-encoding': 'br, gzip;q=0.8' }), content);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const body = new Uint8Array(await response.arrayBuffer());
    expect(gunzipSync(body).toString()).toBe(text);
    expect(response.headers.get('content-length')).toBe(String(body.length));
  });

  test.each([
    ['plain content', plain, ''],
    ['compressed content', packed, 'br'],
    ['compressed content', packed, 'gzip;q=0, identity'],
  ])('%s is sent plain to those who do not', async (_, content, accepted) => {
    const response = await answerCached(requestWith({ 'accept-encoding': accepted }), content);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toBe(text);
  });

  test('a few bytes are not worth compressing', async () => {
    const response = await answerCached(requestWith({ 'accept-encoding': 'gzip' }), {
      ...plain,
      body: new TextEncoder().encode('few'),
    });
    expect(response.headers.get('content-encoding')).toBeNull();
  });

  test('says what it is and how long it stays true', async () => {
    const { status, headers } = await answerCached(requestWith({}), plain);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-cache',
      etag: 'W/"abc"',
      vary: 'accept-encoding',
    });
  });

  test.each(['W/"abc"', '"abc"', '"old", W/"abc"'])('is not sent again to who holds %s', async (held) => {
    const response = await answerCached(requestWith({ 'if-none-match': held }), plain);
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe('W/"abc"');
    expect(await response.text()).toBe('');
  });

  test('is sent to who holds another', async () => {
    const response = await answerCached(requestWith({ 'if-none-match': 'W/"abcd"' }), plain);
    expect(response.status).toBe(200);
  });

  test('is 204 when there is nothing', async () => {
    const response = await answerCached(requestWith({}), { ...plain, body: new Uint8Array() });
    expect(response.status).toBe(204);
    expect(response.headers.get('content-type')).toBeNull();
  });
});
