import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type HtmlMessage, validateHtml } from './validate-html.ts';

function page(body: string): string {
  return `<!DOCTYPE html>\n<html lang="fr">\n<head><meta charset="utf-8" /><title>Été</title></head>\n<body>${body}</body>\n</html>`;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('with Java', () => {
  let messages: HtmlMessage[] | null;

  beforeAll(async () => {
    const result = await validateHtml([
      { url: '/juste', html: page('<h1>Bonjour</h1>') },
      { url: '/sans-texte', html: page('<h1>Bonjour</h1>\n<img src="/a.png">') },
      { url: '/sans-titre', html: page('<h1>Bonjour</h1><section><p>à</p></section>') },
    ]);
    messages = result.ok ? result.value : null;
    if (messages === null && process.env['CI'] === 'true')
      throw new Error('Install Java 17 or newer to check HTML.');
  }, 60_000);

  test('a fault is reported with its page, its place and its severity; a correct page is not', (context) => {
    context.skip(messages === null, 'Java 17 or newer is not installed');
    expect(messages).toEqual([
      expect.objectContaining({
        url: '/sans-texte',
        severity: 'error',
        line: 5,
        text: expect.stringContaining('alt'),
      }),
      expect.objectContaining({
        url: '/sans-titre',
        severity: 'warning',
        text: expect.stringContaining('heading'),
      }),
    ]);
  });
});

test('without Java, the answer says so', async () => {
  vi.stubEnv('PATH', import.meta.dirname);
  expect(await validateHtml([{ url: '/', html: page('') }])).toEqual({
    ok: false,
    error: { code: 'java-missing' },
  });
});

test('nothing to check is correct', async () => {
  expect(await validateHtml([])).toEqual({ ok: true, value: [] });
});
