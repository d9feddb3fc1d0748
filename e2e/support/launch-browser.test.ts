import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './launch-browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

/** Width and height of a PNG image, in pixels (PNG specification, header IHDR). */
function sizeOf(png: Buffer): [number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test('draws a page, its text included', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 200 } });
  await page.goto('data:text/html,<body style="margin:0">');
  const empty = await page.screenshot();
  await page.goto('data:text/html,<body style="margin:0"><h1>Bonjour</h1>');
  const written = await page.screenshot();
  await page.close();
  expect(sizeOf(written)).toEqual([320, 200]);
  // Without a font, the text would leave the page as empty as before.
  expect(written.length).toBeGreaterThan(empty.length * 1.5);
});

test('draws with WebGL, as the map does', async () => {
  const page = await browser.newPage();
  const hasWebGl = await page.evaluate(() => document.createElement('canvas').getContext('webgl2') !== null);
  await page.close();
  expect(hasWebGl).toBe(true);
});

test('reaches nobody but us', async () => {
  const page = await browser.newPage();
  const visit = page.goto('http://example.org/');
  await expect(visit).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  await page.close();
});
