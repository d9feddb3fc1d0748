import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInSections } from '#app/site-sections.ts';
import { type Section, sections } from '#modules/territories/index.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';
import { becomeOwner } from './support/site.ts';

let own: Awaited<ReturnType<typeof newSite>>;
let running: RunningSite;
let cookie: string;
beforeAll(async () => {
  own = await newSite();
  running = await runSite(own.site);
  const { cookies } = await becomeOwner(own.site);
  cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
});
afterAll(async () => {
  await running.stop();
  await rm(own.folder, { recursive: true });
});

async function switchOff(off: readonly Section[]) {
  const on = sections.filter((section) => !off.includes(section));
  const answer = await fetch(`${own.site.origin}/gestion/territoire/rubriques`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: own.site.origin, accept: 'text/html' },
    body: new URLSearchParams(on.map((section) => ['on', section])),
  });
  expect(answer.status).toBe(303);
}

/** Most pages opened of each folder of the site: those of one folder are alike. */
const mostAlike = 8;

/** Follows every link from the home page as the owner, and tells which lead nowhere. */
async function brokenLinks(): Promise<{ broken: string[]; opened: string[] }> {
  const waiting = new Map([['/', 'the start']]);
  for (const path of ['/gestion', '/compte', '/themes', '/recherche?q=jardin', '/moderation', '/donnees']) {
    waiting.set(path, 'the start');
  }
  const met = new Set(waiting.keys());
  const alike = new Map<string, number>();
  const broken: string[] = [];
  const opened: string[] = [];
  for (const [path, from] of waiting) {
    const answer = await fetch(own.site.origin + path, { headers: { cookie } });
    opened.push(path);
    if (answer.status >= 400) broken.push(`${path} answers ${answer.status}, linked from ${from}`);
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
    for (const [, href = ''] of (await answer.text()).matchAll(/<a [^>]*href="(\/[^"]*)"/g)) {
      const target = href.replaceAll('&amp;', '&').replace(/#.*$/, '');
      const folder =
        target
          .split(/[?-]/)[0]
          ?.split('/')
          .slice(0, 3)
          .join('/')
          .replace(/^(\/\w+\/)\w+$/, '$1') ?? '';
      if (target.startsWith('/en') || met.has(target) || (alike.get(folder) ?? 0) >= mostAlike) continue;
      met.add(target);
      alike.set(folder, (alike.get(folder) ?? 0) + 1);
      waiting.set(target, path);
    }
  }
  return { broken, opened };
}

test.for<{ off: Section[] }>([
  { off: [] },
  { off: ['practices', 'evaluations'] },
  { off: ['evaluations'] },
  { off: ['cooperation'] },
  { off: ['levers'] },
  { off: ['actions'] },
  { off: ['pages'] },
  { off: [...sections] },
])('without $off, no page leads to what is not there', { timeout: 120_000 }, async ({ off }) => {
  await switchOff(off);
  const { broken, opened } = await brokenLinks();
  expect(broken).toEqual([]);
  expect(opened.filter((path) => isInSections(path.replace(/\?.*$/, ''), off))).toEqual([]);
  expect(opened.length).toBeGreaterThan(10);
});
