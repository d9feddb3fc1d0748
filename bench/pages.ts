import { fork } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { sqlOfPages } from './support/page-queries.ts';
import { type Series, httpClient, series } from './support/measure.ts';
import type { Product } from './support/product.ts';
import { type Line, kilobytes, ms, perSecond, printLines, times } from './support/report.ts';

const lanesOfLoad = 16;

/** The pages people open most, each beside a bare Node server and beside its own SQL sent bare. */
export async function benchPages(product: Product, dataFolder: string, practices: number): Promise<void> {
  const client = httpClient(lanesOfLoad);
  const first = JSON.parse((await client(`${product.origin}/api/v1/practices?per_page=1`)).toString());
  const address = new URL(first.items[0].url).pathname;
  const database = await runningPostgresUrl(dataFolder);
  if (!database) throw new Error('The product of the benchmark is not running');
  const queries = await sqlOfPages(database, first.items[0].id);
  const pages = [
    { name: 'practice page', path: address, sql: queries.page },
    { name: 'list', path: '/pratiques', sql: queries.list },
    { name: 'search “reparation jardin”', path: '/pratiques?q=reparation+jardin', sql: queries.search },
  ];
  const lines: Line[] = [];
  for (const page of pages) {
    const url = product.origin + page.path;
    const body = await client(url);
    const bare = await bareServer(body.length);
    const ours = await both(() => client(url));
    const yard = await both(() => client(bare.origin));
    bare.stop();
    lines.push(
      {
        what: `${page.name}, one connection, p50`,
        ours: ms(ours.alone.p50),
        yardstick: ms(yard.alone.p50),
        beside: 'bare Node server, same bytes',
        ratio: times(ours.alone.p50 / yard.alone.p50),
      },
      {
        what: `${page.name}, one connection, p50`,
        ours: ms(ours.alone.p50),
        yardstick: ms(page.sql.p50),
        beside: 'its SQL sent bare',
        ratio: times(ours.alone.p50 / page.sql.p50),
      },
      {
        what: `${page.name}, ${lanesOfLoad} connections`,
        ours: perSecond(ours.loaded.perSecond),
        yardstick: perSecond(yard.loaded.perSecond),
        beside: 'bare Node server, same bytes',
        ratio: times(yard.loaded.perSecond / ours.loaded.perSecond),
      },
      await weightOf(page.name, url),
    );
  }
  printLines(`Pages at ${practices} practices`, lines);
}

async function both(work: () => Promise<unknown>): Promise<{ alone: Series; loaded: Series }> {
  const alone = await series(work, { lanes: 1, times: 1000 });
  const loaded = await series(work, { lanes: lanesOfLoad, times: 3000 });
  return { alone, loaded };
}

/** What a first visit transfers: the page and its style sheet, compressed as they are sent. */
async function weightOf(name: string, url: string): Promise<Line> {
  const client = httpClient(1);
  const gzip = { 'accept-encoding': 'gzip' };
  const page = await client(url, gzip);
  const html = gunzipSync(page).toString();
  const files = [...html.matchAll(/(?:href|src)="(\/(?:_app|favicon)[^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  let total = page.length;
  for (const file of new Set(files)) total += (await client(new URL(file, url).href, gzip)).length;
  return {
    what: `${name}, first view, transferred`,
    ours: kilobytes(total),
    yardstick: kilobytes(60_000),
    beside: 'the limit we set ourselves',
    ratio: times(total / 60_000),
  };
}

async function bareServer(bytes: number): Promise<{ origin: string; stop: () => void }> {
  const child = fork(resolve(import.meta.dirname, 'support/bare-server.ts'), [String(bytes)]);
  const port = await new Promise<number>((done) => child.once('message', (value) => done(Number(value))));
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
