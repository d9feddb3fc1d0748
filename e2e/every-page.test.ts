import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { type Route, routes } from '#app/route-manifest.ts';
import { localPath, withoutLocale } from '#app/locale.ts';
import { locales } from '#kernel/translate.ts';
import { validateHtml } from '../tooling/validate-html.ts';
import { bringChecker, isWanted, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test } from './support/journey.ts';
import { type Samples, addressFor, makeSamples } from './support/samples.ts';
import type { Session } from './support/site.ts';
import { cacheProblems, weaknessesOf } from './support/policies.ts';
import { headerProblems, isEmbedded } from './support/watch-pages.ts';

/** Most that a page may weigh on the network, in bytes: pages that are read, and pages that are tools, before tiles. */
const heaviest = { reading: 60_000, tool: 350_000 };

/** What a host serves: `components.test.ts` visits what is for those who develop. */
const offered = routes.filter(({ inDevelopment }) => !inDevelopment);
const pages = offered.filter(({ kind }) => kind === 'page');
const needsOwner = ({ access }: Route) => access !== 'visitor' && access !== 'link';

/** A page as the server sends it. */
interface Served {
  route: Route;
  /** Whether it was made for the owner, or stands at an address that is a secret. */
  isPrivate: boolean;
  /** Where it was found: some addresses lead those who are signed in to another. */
  url: string;
  lang: string;
  status: number;
  headers: Record<string, string>;
  html: string;
}

let samples: Samples;
let served: Served[];

// Not fixtures: when these fail, everything below fails at once.
test.beforeAll(async ({ site, ownerAlone }) => {
  samples = await makeSamples(site, ownerAlone);
  served = await serveAll(site.origin, cookiesOf(await ownerAlone.session()));
});

function addressOf({ path, sample }: Route): string {
  if (sample === undefined || isAddress(sample)) return addressFor(path, sample);
  return addressFor(path, samples[sample]);
}

function isAddress(sample: NonNullable<Route['sample']>): sample is `/${string}` {
  return sample.startsWith('/');
}

/** Every page as visitors get it, those that need a role left out, then as the owner does; in every language. */
function serveAll(origin: string, cookie: string): Promise<Served[]> {
  const asVisitor = pages
    .filter((route) => !needsOwner(route))
    .map((route) => ({ route, headers: {}, isPrivate: route.access === 'link' }));
  const asOwner = pages.map((route) => ({ route, headers: { cookie }, isPrivate: true }));
  return Promise.all(
    [...asVisitor, ...asOwner].flatMap(({ route, headers, isPrivate }) =>
      locales.map(async (lang): Promise<Served> => {
        const answer = await fetch(origin + localPath(lang, addressOf(route)), { headers });
        const sent = Object.fromEntries(answer.headers);
        return {
          route,
          isPrivate,
          url: answer.url,
          lang,
          status: answer.status,
          headers: sent,
          html: await answer.text(),
        };
      }),
    ),
  );
}

function cookiesOf({ cookies }: Session): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

describe('what the server sends for every page, in both languages, to visitors and to the owner', () => {
  test('answers, with its security headers', () => {
    const problems = served.flatMap(({ url, status, headers }) =>
      [
        ...(status < 400 ? [] : [`answers ${status}`]),
        ...headerProblems(headers, { forFrames: isEmbedded(url) }),
      ].map((it) => `${url}: ${it}`),
    );
    expect(problems).toEqual([]);
  });

  test('has a policy without a weakness, and leaves nothing of one person in a cache', () => {
    const policies = new Set(served.map(({ headers }) => headers['content-security-policy'] ?? ''));
    expect([...policies].flatMap(weaknessesOf)).toEqual([]);
    // What stands in a frame knows nobody, and is the same for all.
    const kept = served.flatMap(({ url, headers, isPrivate }) =>
      cacheProblems(headers, isPrivate && !isEmbedded(url)).map((problem) => `${url}: ${problem}`),
    );
    expect(kept).toEqual([]);
  });

  test('may run scripts only when it is a tool', () => {
    const lax = served.filter(
      ({ route, headers }) =>
        !route.csr && !route.hasScript && !headers['content-security-policy']?.includes("script-src 'none'"),
    );
    expect(lax.map(({ url }) => url)).toEqual([]);
  });

  test('has one title, and says its language', () => {
    const problems = served.flatMap(({ url, lang, html }) => [
      ...(html.match(/<h1[\s>]/g)?.length === 1 ? [] : [`${url}: not one h1`]),
      ...(html.includes(`<html lang="${lang}">`) ? [] : [`${url}: not in ${lang}`]),
    ]);
    expect(problems).toEqual([]);
  });

  test('has a title of its own', () => {
    const titles = Map.groupBy(served, ({ html }) => /<title>(.*?)<\/title>/s.exec(html)?.[1]?.trim() ?? '');
    const shared = [...titles].filter(([title, ofTitle]) => {
      const paths = new Set(ofTitle.map(({ url }) => withoutLocale(new URL(url).pathname)));
      return title === '' || paths.size > 1;
    });
    expect(shared.map(([title, ofTitle]) => [title, ...ofTitle.map(({ url }) => url)])).toEqual([]);
  });

  test('has no style written inside, and no script when it is read', () => {
    const problems = served.flatMap(({ route, url, html }) => [
      ...(/<[^>]+\sstyle="/.test(html) ? [`${url}: a style attribute`] : []),
      ...(/<[^>]+\son[a-z]+="/.test(html) ? [`${url}: a script attribute`] : []),
      ...(!route.csr && !route.hasScript && /<script|modulepreload/.test(html) ? [`${url}: JavaScript`] : []),
    ]);
    expect(problems).toEqual([]);
  });

  test('is valid HTML', async ({ skip }) => {
    const validated = await validateHtml(served);
    if (!validated.ok) {
      const reason = 'No Java 17 or newer here: the HTML of the pages is not validated.';
      if (process.env['CI'] === 'true') throw new Error(reason);
      return skip(reason);
    }
    const faults = validated.value.filter(({ text }) => !isWanted(text));
    const kinds = Map.groupBy(faults, ({ text, extract }) => `${text} ${extract}`);
    expect([...kinds].map(([kind, [first]]) => `${kind} (${first?.url}, line ${first?.line})`)).toEqual([]);
  });
});

test('every endpoint answers, with its security headers', async ({ site, ownerAlone }) => {
  const cookie = cookiesOf(await ownerAlone.session());
  const endpoints = offered.filter(({ kind }) => kind === 'endpoint');
  const problems = await Promise.all(
    endpoints.map(async (route) => {
      const url = site.origin + addressOf(route);
      const answer = await fetch(url, { headers: needsOwner(route) ? { cookie } : {} });
      await answer.arrayBuffer();
      const all = headerProblems(Object.fromEntries(answer.headers));
      return [...(answer.ok ? [] : [`answers ${answer.status}`]), ...all].map((it) => `${url}: ${it}`);
    }),
  );
  expect(problems.flat()).toEqual([]);
});

/** Opens a page and counts the bytes of content, as compressed on the network, when nothing is known of it yet. */
async function openAndWeigh({ page, open }: Visitor, route: Route): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (isOfMap(request.url())) return;
    sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  expect((await open(addressOf(route))).status()).toBeLessThan(400);
  if (route.csr) await page.waitForLoadState('networkidle');
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The drawing itself: tiles and basemap come after the page. */
function isOfMap(url: string): boolean {
  return /\/carte\/(tuiles|fond)/.test(new URL(url).pathname);
}

async function widthOf(page: Page, screen: { width: number; height: number }): Promise<number> {
  await page.setViewportSize(screen);
  return page.evaluate(() => document.documentElement.scrollWidth);
}

describe('every page in a browser', () => {
  test.for(pages)('$path', async (route, { visit, owner }) => {
    const visitor = await visit(needsOwner(route) ? { as: owner } : {});
    const { page } = visitor;
    await bringChecker(visitor.context);
    const weight = await openAndWeigh(visitor, route);
    expect(weight).toBeLessThan(route.csr ? heaviest.tool : heaviest.reading);
    expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
    expect(await widthOf(page, { width: 320, height: 640 })).toBeLessThanOrEqual(320);
  });
});

/** What is particular to a page, without the frame that all have. */
function mainOf(html: string | undefined): string {
  return /<main[\s>].*<\/main>/s.exec(html ?? '')?.[0] ?? '';
}

/** Pages that everyone opens and that show the owner something more. */
function pagesWithMore(): Route[] {
  return pages.filter((route) => {
    const [asVisitor, asOwner] = served.filter((page) => page.route === route && page.lang === 'fr');
    return !needsOwner(route) && mainOf(asVisitor?.html) !== mainOf(asOwner?.html);
  });
}

// Many pages, one after the other: longer than a journey.
test('what the owner sees besides is accessible too', { timeout: 240_000 }, async ({ visit, owner }) => {
  const { page, context, open } = await visit({ as: owner });
  await bringChecker(context);
  const withMore = pagesWithMore();
  expect(withMore.map(({ path }) => path)).toContain('/pratiques/[slug]');
  for (const route of withMore) {
    await open(addressOf(route));
    expect(await problemsInThemes(page, ['light'])).toEqual([]);
    expect(await widthOf(page, { width: 320, height: 640 })).toBeLessThanOrEqual(320);
  }
});
