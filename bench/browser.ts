import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/support/launch-browser.ts';
import type { Product } from './support/product.ts';
import { type Line, atMost, kilobytes, ms, printLines } from './support/report.ts';
import { median } from './support/series.ts';

const repetitions = 5;

interface FirstView {
  bytes: number;
  scriptBytes: number;
  requests: number;
  /** Milliseconds until the largest thing on the screen was painted (Largest Contentful Paint). */
  painted: number;
}

interface View {
  name: string;
  path: string;
  goals: Partial<FirstView>;
}

/** What a first visit costs in a real browser that holds nothing yet. */
export async function benchBrowser(product: Product, practices: number): Promise<void> {
  const answer = await fetch(`${product.origin}/api/v1/practices?per_page=1`);
  const { items } = (await answer.json()) as { items: { url: string }[] };
  const reading = { bytes: 60_000, scriptBytes: 0, requests: 6, painted: 150 };
  const views: View[] = [
    { name: 'practice page', path: new URL(items[0]?.url ?? '').pathname, goals: reading },
    { name: 'list', path: '/pratiques', goals: reading },
    { name: 'map', path: '/pratiques/carte', goals: { bytes: 350_000, painted: 400 } },
  ];
  const browser = await launchBrowser();
  try {
    const lines: Line[] = [];
    for (const view of views) lines.push(...(await linesOf(browser, product.origin, view)));
    printLines(`First view in the browser at ${practices} practices`, lines);
  } finally {
    await browser.close();
  }
}

const figures = [
  { what: 'transferred', key: 'bytes', say: kilobytes },
  { what: 'scripts', key: 'scriptBytes', say: kilobytes },
  { what: 'requests', key: 'requests', say: String },
  { what: `largest paint, median of ${repetitions}`, key: 'painted', say: ms },
] as const;

async function linesOf(browser: Browser, origin: string, { name, path, goals }: View): Promise<Line[]> {
  const visits: FirstView[] = [];
  while (visits.length < repetitions) visits.push(await firstView(browser, origin + path));
  return figures.map(({ what, key, say }) => {
    const value = median(visits.map((visit) => visit[key]));
    const goal = goals[key];
    return {
      what: `${name}, ${what}`,
      ours: say(value),
      ...(goal !== undefined && { goal: atMost(goal, value, say) }),
    };
  });
}

async function firstView(browser: Browser, url: string): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const transfers = watchTransfers(await context.newCDPSession(page));
  await page.goto(url, { waitUntil: 'networkidle' });
  const painted = await largestPaint(page);
  await context.close();
  return { ...transfers, painted };
}

function watchTransfers(session: CDPSession) {
  const seen = { bytes: 0, scriptBytes: 0, requests: 0 };
  const scripts = new Set<string>();
  session.on('Network.responseReceived', ({ requestId, type }) => {
    seen.requests += 1;
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    seen.bytes += encodedDataLength;
    if (scripts.has(requestId)) seen.scriptBytes += encodedDataLength;
  });
  void session.send('Network.enable');
  return seen;
}

function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        new PerformanceObserver((list) => done(list.getEntries().at(-1)?.startTime ?? 0)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        });
      }),
  );
}
