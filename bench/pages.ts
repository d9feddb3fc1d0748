import type { HttpClient } from './support/http-client.ts';
import { httpClient } from './support/http-client.ts';
import { sqlOfPages } from './support/page-queries.ts';
import { processorTimeOf } from './support/processes.ts';
import type { Product } from './support/product.ts';
import { bareServer, sendLoad } from './support/readers.ts';
import {
  type Line,
  atLeast,
  atMost,
  compared,
  ms,
  perSecond,
  printLines,
  progress,
} from './support/report.ts';
import type { Series } from './support/series.ts';

const lanesOfLoad = 16;
/** As browsers ask. */
const asBrowsers = { 'accept-encoding': 'gzip' };
/** Whoever sends a cookie, any, gets a page that is rendered for them alone. */
const withCookie = { ...asBrowsers, cookie: 'essai=1' };

interface Page {
  name: string;
  urls: string[];
  headers: Record<string, string>;
  sql: Series;
  /** The goals: milliseconds at the median on one connection, answers per second on sixteen. */
  goals?: { alone: number; loaded: number };
}

/** The pages people open most, each beside a bare Node server and beside its own SQL sent bare. */
export async function benchPages(product: Product, dataFolder: string, practices: number): Promise<void> {
  const client = httpClient(1);
  const read = await client(`${product.origin}/api/v1/practices?per_page=50`);
  const { items } = JSON.parse(read.toString()) as { items: { id: string; url: string }[] };
  const practiceUrls = items.map(({ url }) => product.origin + new URL(url).pathname);
  const listUrls = [1, 2, 3, 4, 5].map((page) => `${product.origin}/pratiques?page=${page}`);
  const sql = await sqlOfPages(dataFolder, items[0]?.id ?? '');
  const pages: Page[] = [
    {
      name: 'practice page',
      urls: practiceUrls,
      headers: asBrowsers,
      sql: sql.page,
      goals: { alone: 1.4, loaded: 1200 },
    },
    { name: 'practice page, rendered each time', urls: practiceUrls, headers: withCookie, sql: sql.page },
    {
      name: 'list',
      urls: listUrls,
      headers: asBrowsers,
      sql: sql.list,
      goals: { alone: 5, loaded: 400 },
    },
    { name: 'list, rendered each time', urls: listUrls, headers: withCookie, sql: sql.list },
  ];
  const lines: Line[] = [];
  for (const page of pages) {
    progress(`${practices} practices: ${page.name}`);
    lines.push(...(await measurePage(product, page, client)));
  }
  printLines(`Pages at ${practices} practices, compressed as browsers ask`, lines);
}

async function measurePage(product: Product, page: Page, client: HttpClient): Promise<Line[]> {
  const { name, urls, headers, goals } = page;
  const body = await client(urls[0] ?? '', headers);
  const bare = await bareServer(body.length);
  const ours = await underLoad(product.pid, { urls, headers });
  const yard = await underLoad(bare.pid, { urls: [bare.origin], headers });
  bare.stop();
  const beside = 'bare Node server, same bytes';
  const { alone, loaded } = ours;
  return [
    compared(`${name}, one connection, p50`, ms, {
      ours: alone.p50,
      yardstick: yard.alone.p50,
      beside,
      goal: goals && atMost(goals.alone, alone.p50, ms),
    }),
    compared(`${name}, one connection, p50`, ms, {
      ours: alone.p50,
      yardstick: page.sql.p50,
      beside: 'its SQL sent bare',
    }),
    compared(`${name}, ${lanesOfLoad} connections`, perSecond, {
      ours: loaded.perSecond,
      yardstick: yard.loaded.perSecond,
      beside,
      goal: goals && atLeast(goals.loaded, loaded.perSecond, perSecond),
    }),
    compared(`${name}, processor time of an answer, database included`, ms, {
      ours: ours.processorTime,
      yardstick: yard.processorTime,
      beside,
    }),
  ];
}

async function underLoad(pid: number, load: { urls: string[]; headers: Record<string, string> }) {
  const endless = { ...load, times: Number.MAX_SAFE_INTEGER };
  await sendLoad({ ...endless, lanes: 1, seconds: 1 });
  const alone = await sendLoad({ ...endless, lanes: 1, seconds: 2 });
  const before = (await processorTimeOf(pid)) ?? NaN;
  const loaded = await sendLoad({ ...endless, lanes: lanesOfLoad, seconds: 4 });
  const processorTime = ((await processorTimeOf(pid)) ?? NaN) - before;
  return { alone, loaded, processorTime: processorTime / loaded.count };
}
