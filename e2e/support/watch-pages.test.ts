import type { BrowserContext } from 'playwright-core';
import { describe, expect } from 'vitest';
import { bringChecker, problemsInThemes } from './accessibility.ts';
import { test } from './journey.ts';
import { cacheProblems, weaknessesOf } from './policies.ts';
import { headerProblems, watchPages } from './watch-pages.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
const page = (body: string) =>
  `<!doctype html><html lang="fr"><title>Page</title><main><h1>Page</h1>${body}</main></html>`;

/** Opens a page of our making at an address of the site. */
async function openPage(context: BrowserContext, origin: string, answer: { body: string; headers: object }) {
  await context.route(`${origin}/planted`, (route) =>
    route.fulfill({ status: 200, body: answer.body, headers: { ...answer.headers } }),
  );
  const opened = await context.newPage();
  await opened.goto(`${origin}/planted`, { waitUntil: 'networkidle' });
  return opened;
}

describe('a page with', () => {
  test.for<[string, { body?: string; headers?: Record<string, string> }, RegExp]>([
    ['a script of its own', { body: '<script>window.ran = true</script>' }, /Content Security Policy/],
    ['a style attribute', { body: '<p style="color: red">Texte</p>' }, /Content Security Policy/],
    [
      'an image from elsewhere',
      { body: '<img src="http://ailleurs.example/x.png" alt="">' },
      /Security Policy/,
    ],
    [
      'a request elsewhere that its policy allows',
      {
        body: '<img src="http://ailleurs.example/x.png" alt="">',
        headers: { 'content-security-policy': headers['content-security-policy'] + '; img-src http:' },
      },
      /^third party: http:\/\/ailleurs\.example/,
    ],
    [
      'a missing file',
      {
        body: '<script src="/absent.js"></script>',
      },
      /absent\.js: answers 404/,
    ],
    ['no policy', { headers: { 'content-security-policy': '' } }, /its policy lacks default-src 'none'/],
    ['types that may be guessed', { headers: { 'x-content-type-options': '' } }, /x-content-type-options/],
  ])('%s is noticed', async ([, planted, complaint], { newContext, site }) => {
    const context = await newContext();
    const complaints = await watchPages(context, { origin: site.origin, javaScript: true });
    await openPage(context, site.origin, {
      body: page(planted.body ?? ''),
      headers: { ...headers, ...planted.headers },
    });
    await context.close();
    expect(complaints.filter((it) => complaint.test(it))).not.toEqual([]);
  });

  test('nothing wrong is left in peace', async ({ newContext, site }) => {
    const context = await newContext();
    const complaints = await watchPages(context, { origin: site.origin, javaScript: true });
    await openPage(context, site.origin, { body: page('<p>Texte</p>'), headers });
    await context.close();
    expect(complaints).toEqual([]);
  });
});

test.for([
  "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'unsafe-inline'",
  "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self' 'unsafe-eval'",
  "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src https:",
  "default-src 'none'; base-uri 'none'",
])('the policy "%s" is too lax', (policy) => {
  expect(headerProblems({ ...headers, 'content-security-policy': policy })).toHaveLength(1);
});

test('a header that says what runs here is too talkative', () => {
  expect(headerProblems({ ...headers, server: 'nginx/1.27' })).toHaveLength(1);
});

test('the evaluator of policies is heard', () => {
  expect(weaknessesOf(headers['content-security-policy'])).toEqual([]);
  expect(weaknessesOf("default-src 'none'; script-src 'self' 'unsafe-inline'")).toHaveLength(1);
});

test('a cache may keep nothing of one person', () => {
  expect(cacheProblems({ 'cache-control': 'private, no-store' }, true)).toEqual([]);
  expect(cacheProblems({ 'cache-control': 'no-cache' }, true)).toHaveLength(1);
  expect(cacheProblems({}, false)).toHaveLength(1);
});

test.for<[string, string, RegExp]>([
  ['an image without words', '<img src="/favicon.svg">', /^light, 1280 px: image-alt/],
  ['a field without a label', '<input type="text">', /^light, 375 px: label/],
  ['pale text in the dark only', '<p class="pale">Texte</p>', /^dark, 375 px: color-contrast/],
])('%s is a problem of accessibility', async ([, body, problem], { newContext, site }) => {
  const context = await newContext();
  await bringChecker(context);
  const style = '<style>@media (prefers-color-scheme: dark) { .pale { color: #eee; } }</style>';
  const opened = await openPage(context, site.origin, {
    body: page(style + body),
    headers: { 'content-type': 'text/html' },
  });
  const problems = await problemsInThemes(opened, ['light', 'dark']);
  await context.close();
  expect(problems.filter((it) => problem.test(it))).toHaveLength(1);
});
