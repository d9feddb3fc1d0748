import type { Browser, BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core';
import { test as base, expect, inject } from 'vitest';
import { atThisPlace } from '#kernel/testing/at-this-place.ts';
import { launchBrowser } from './launch-browser.ts';
import { type Session, forgetMailsFromHere } from './site.ts';
import { watchPages } from './watch-pages.ts';

export const devices = ['desktop', 'phone'] as const;
export type Device = (typeof devices)[number];

const screens: Readonly<Record<Device, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 375, height: 800 }, isMobile: true, hasTouch: true },
};

/** Pages answer at once: what does not come within this time, in milliseconds, will not come. */
const patience = 10_000;

export interface VisitorOptions {
  device?: Device;
  javaScript?: boolean;
  dark?: boolean;
  /** Who comes; a visitor without an account when not given. */
  as?: Session;
}

/** One person in front of one browser. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Opens an address of the site, or a whole link of it. */
  open(path: string): Promise<Response>;
  /** Does what leads to another page, and waits for that page. */
  follow(act: () => Promise<void>): Promise<Response>;
  /** Presses a button that sends its form. */
  press(name: string): Promise<Response>;
  /** The words of the page's only title. */
  title(): Promise<string>;
  /** The cookies of this person. */
  session(): Promise<Session>;
}

/**
 * Journeys: `visit` brings people, and after each test no page of theirs may have complained of anything. `owner` is
 * the session of an owner of the territory, to come as; `ownerAlone` is one in a browser of their own, unwatched.
 */
export const test = base
  .extend('site', { scope: 'worker' }, () => atThisPlace(inject('sites')).site)
  .extend('owner', { scope: 'worker' }, () => atThisPlace(inject('sites')).owner)
  .extend('newContext', { scope: 'file' }, async ({ site }, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return (options: VisitorOptions = {}) => openContext(browser, site.origin, options);
  })
  .extend('visit', async ({ site, newContext }, { onCleanup }) => {
    await forgetMailsFromHere(site);
    const contexts: BrowserContext[] = [];
    const complaints: string[][] = [];
    onCleanup(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      expect([...new Set(complaints.flat())]).toEqual([]);
    });
    return async (options: VisitorOptions = {}): Promise<Visitor> => {
      const context = await newContext(options);
      contexts.push(context);
      const { javaScript = true } = options;
      complaints.push(await watchPages(context, { origin: site.origin, javaScript }));
      return visitorIn(context, await context.newPage());
    };
  })
  .extend('ownerAlone', { scope: 'file' }, async ({ owner, newContext }, { onCleanup }): Promise<Visitor> => {
    const context = await newContext({ as: owner, javaScript: false });
    onCleanup(() => context.close());
    return visitorIn(context, await context.newPage());
  });

async function openContext(
  browser: Browser,
  origin: string,
  options: VisitorOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...screens[options.device ?? 'desktop'],
    baseURL: origin,
    locale: 'fr-FR',
    javaScriptEnabled: options.javaScript ?? true,
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    storageState: options.as,
  });
  context.setDefaultTimeout(patience);
  return context;
}

function visitorIn(context: BrowserContext, page: Page): Visitor {
  const follow = async (act: () => Promise<void>) => {
    const [answer] = await Promise.all([page.waitForNavigation(), act()]);
    if (answer === null) throw new Error('Nothing was asked of the server');
    return answer;
  };
  return {
    page,
    context,
    follow,
    async open(path) {
      const answer = await page.goto(path);
      if (answer === null) throw new Error(`${path} is the page that was open already`);
      return answer;
    },
    press: (name) => follow(() => page.getByRole('button', { name, exact: true }).click()),
    title: () => page.getByRole('heading', { level: 1 }).innerText(),
    session: () => context.storageState(),
  };
}
