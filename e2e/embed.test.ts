import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test } from './support/journey.ts';

const t = translators.fr;
/** In milliseconds: the software drawing of maps takes its time. */
const patience = 20_000;

/** A site of somebody else, whose only page is what was pasted into it. */
let elsewhere: Server;
let pasted = '';
beforeAll(async () => {
  elsewhere = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="fr"><title>Chez nous</title><h1>Chez nous</h1>${pasted}</html>`);
  });
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
});
afterAll(() => elsewhere.close());
const addressElsewhere = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;

async function choose({ page }: Visitor, { view, colours }: { view: string; colours?: string }) {
  await page.getByRole('combobox', { name: t('practices.embed.view') }).selectOption({ label: view });
  const all = page.getByRole('combobox', { name: t('practices.embed.colours'), exact: true });
  if (colours) await all.selectOption({ label: colours });
}

async function lineOf(visitor: Visitor): Promise<string> {
  await visitor.press(t('practices.embed.make'));
  return visitor.page.getByRole('textbox', { name: t('practices.embed.line') }).inputValue();
}

describe('the inventory on another site', () => {
  test('is a line to copy, made from a filtered list without JavaScript', async ({
    visit,
    newContext,
    owner,
  }) => {
    const visitor = await visit({ javaScript: false, device: 'phone' });
    await visitor.open('/pratiques?status=idea');
    await visitor.follow(() => visitor.page.getByRole('link', { name: t('practices.list.embed') }).click());
    await choose(visitor, { view: t('practices.view.list'), colours: t('practices.embed.colours.dark') });
    pasted = await lineOf(visitor);
    expect(pasted).toMatch(/^<iframe title="[^"]+" src="[^"]+status=idea[^"]*"/);

    // An owner who is signed in here reads that site.
    const context = await newContext({ as: owner });
    const page = await context.newPage();
    await page.goto(addressElsewhere());
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { level: 1 }).waitFor();
    expect(await frame.getByRole('link', { name: 'Une épicerie participative dans le bourg' }).count()).toBe(
      1,
    );
    expect(await frame.getByRole('link', { name: 'Jardin partagé près du canal' }).count()).toBe(0);
    expect(await frame.getByRole('navigation', { name: t('app.nav.label') }).count()).toBe(0);
    expect(await frame.getByText('CC BY-SA 4.0').count()).toBeGreaterThan(0);
    await Promise.all([
      page.waitForURL(/\/pratiques\?status=idea$/),
      frame.getByRole('link', { name: t('practices.embed.whole') }).click(),
    ]);
    await context.close();
  });

  test('is a map that draws there', async ({ visit, newContext }) => {
    const visitor = await visit({ javaScript: false });
    await visitor.open('/integrer?q=jardin');
    await choose(visitor, { view: t('practices.view.map') });
    pasted = await lineOf(visitor);
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(addressElsewhere());
    const frame = page.frameLocator('iframe');
    const shown = frame.getByRole('status').filter({ hasText: /pratiques? visibles?$/ });
    await shown.waitFor({ timeout: patience });
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  test('opens its frames to all, knows nobody there, and leaves all other pages closed', async ({
    visit,
    owner,
  }) => {
    const visitor = await visit({ as: owner, javaScript: false });
    for (const path of [
      '/integrer/liste',
      '/integrer/carte',
      '/en/integrer/liste?show=cards&colours=light',
    ]) {
      const answer = await visitor.open(path);
      expect(answer.headers()['content-security-policy']).toContain('frame-ancestors *');
      expect(answer.headers()['set-cookie']).toBeUndefined();
      expect(await visitor.page.getByRole('main').getByRole('button').count()).toBe(0);
    }
    for (const path of ['/integrer', '/pratiques', '/connexion']) {
      const answer = await visitor.open(path);
      expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });

  test('reaches everyone, light and dark', async ({ visit }) => {
    const visitor = await visit();
    await bringChecker(visitor.context);
    for (const path of ['/integrer', '/integrer/liste', '/integrer/liste?show=cards&colours=dark']) {
      await visitor.open(path);
      expect(await problemsInThemes(visitor.page, ['light', 'dark'])).toEqual([]);
    }
  });
});
