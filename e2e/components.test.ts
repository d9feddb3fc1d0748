import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { validateHtml } from '../tooling/validate-html.ts';
import { bringChecker, isWanted, problemsInThemes } from './support/accessibility.ts';
import { test as shared } from './support/journey.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';

/** A site of those who develop. */
let own: Awaited<ReturnType<typeof newSite>>;
let running: RunningSite;
beforeAll(async () => {
  own = await newSite();
  running = await runSite(own.site, { ENTRELACS_COMPONENTS: '1' });
});
afterAll(async () => {
  await running.stop();
  await rm(own.folder, { recursive: true });
});
const test = shared.override('site', { scope: 'worker' }, () => own.site);

describe.each(['/composants', '/en/composants'])('every component, at %s', (address) => {
  test('is accessible in both themes, on a desk and a phone, and holds in 320 px', async ({ visit }) => {
    const { page, context, open } = await visit({ javaScript: true });
    await bringChecker(context);
    expect((await open(address)).status()).toBe(200);
    expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  test('is valid HTML', async ({ site, skip }) => {
    const url = site.origin + address;
    const validated = await validateHtml([{ url, html: await (await fetch(url)).text() }]);
    if (!validated.ok) {
      const reason = 'No Java 17 or newer here: the HTML of the components is not validated.';
      if (process.env['CI'] === 'true') throw new Error(reason);
      return skip(reason);
    }
    expect(validated.value.filter(({ text }) => !isWanted(text))).toEqual([]);
  });
});

test('a link shows the theme that the system does not ask for', async ({ visit }) => {
  const { page, open, follow } = await visit();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await open('/composants');
  const grounds = [await ground()];
  for (const theme of ['dark', 'light'] as const) {
    const name = translators.fr(`app.components.theme-${theme}`);
    await follow(() => page.getByRole('link', { name, exact: true }).click());
    grounds.push(await ground());
  }
  const [system, dark, light] = grounds;
  expect(light).toBe(system);
  expect(dark).not.toBe(system);
});
