import { connectBare } from './support/bare-client.ts';
import { httpClient } from './support/http-client.ts';
import type { Product } from './support/product.ts';
import { bareServer, sendLoad } from './support/readers.ts';
import { type Line, atMost, compared, kilobytes, ms, printLines, progress } from './support/report.ts';
import { series } from './support/series.ts';

/** Whoever sends a cookie, any, gets a page that is rendered for them alone. */
const rendered = { 'accept-encoding': 'gzip', cookie: 'essai=1' };

/** In milliseconds: any list, whatever its filters and its order, and any tile. */
const goals = { page: 100, tile: 20 };

/** In the middle of the made-up practices. */
const tiles = [
  [5, 15, 11],
  [8, 126, 89],
  [11, 1012, 714],
  [14, 8097, 5718],
] as const;

/** The filters counted by the database, as a page would have to ask without columns in memory: once, for one page. */
const counting = [
  `select practice.purpose, practice.status, practice.sector, practice.legal_status, practice.commune_code,
     record.source_name, count(*)
   from record join practice on practice.record_id = record.id
   where record.territory_id = $1 and record.kind = 'practice' and record.deleted_at is null
   group by grouping sets ((practice.purpose), (practice.status), (practice.sector), (practice.legal_status),
     (practice.commune_code), (record.source_name))`,
  `select topic_ids, count(*) from record
   where territory_id = $1 and kind = 'practice' and deleted_at is null group by topic_ids`,
  `select unnest(tags) as tag, count(*) from record
   where territory_id = $1 and kind = 'practice' and deleted_at is null group by tag order by count(*) desc limit 40`,
];

/** Lists with their filters counted, tiles and frames: each address asked as it would be for the first time. */
export async function benchInventory(product: Product, dataFolder: string, practices: number): Promise<void> {
  const pages = await pagesOf(product, dataFolder);
  const bare = await countedBare(dataFolder);
  const lines: Line[] = [];
  for (const { name, paths, limit } of [...pages, ...tilesOf()]) {
    progress(`${practices} practices: ${name}`);
    lines.push(...(await measure({ name, urls: paths.map((path) => product.origin + path), limit, bare })));
  }
  printLines(`Lists, filters, tiles and frames at ${practices} practices, rendered each time`, lines);
}

/** The map’s tiles alone. */
export async function benchTiles(product: Product, practices: number): Promise<void> {
  const lines: Line[] = [];
  for (const { name, paths, limit } of tilesOf()) {
    progress(`${practices} practices: ${name}`);
    lines.push(
      ...(await measure({ name, urls: paths.map((path) => product.origin + path), limit, bare: 0 })),
    );
  }
  printLines(`Tiles at ${practices} practices`, lines);
}

async function pagesOf(product: Product, dataFolder: string) {
  const client = await connectBare(dataFolder);
  const { rows } = await client.query<{ tag: string }>(
    `select unnest(tags) as tag from record group by tag order by count(*) desc, tag limit 2`,
  );
  await client.end();
  const [one = '', two = ''] = rows.map(({ tag }) => encodeURIComponent(tag));
  const page = (name: string, ...paths: string[]) => ({ name, paths, limit: goals.page });
  return [
    page('list, its filters counted', '/pratiques', '/pratiques?page=3'),
    page('one filter', `/pratiques?tag=${one}`, '/pratiques?commune=35236', '/pratiques?status=active'),
    page(
      'three filters, several values',
      `/pratiques?tag=${one}&tag=${two}&commune=35236&commune=56001&status=active`,
      `/pratiques?commune=44128&commune=44067&status=active&status=idea&tag=${two}`,
    ),
    page('no practice left', `/pratiques?status=ended&tag=${one}`),
    page(
      'table, by commune',
      '/pratiques?view=table&sort=commune',
      '/pratiques?view=table&sort=title&page=9',
    ),
    page('map page', '/pratiques/carte', '/pratiques/carte?commune=35236'),
    page('frame for another site', '/integrer/liste', '/integrer/carte?commune=35236'),
  ];
}

function tilesOf() {
  const of = (query: string) => tiles.map((tile) => `/pratiques/carte/tuiles/${tile.join('/')}${query}`);
  return [
    { name: 'tile, every practice', paths: of(''), limit: goals.tile },
    { name: 'tile, filtered', paths: of('?commune=35236&status=active'), limit: goals.tile },
  ];
}

async function countedBare(dataFolder: string): Promise<number> {
  const client = await connectBare(dataFolder);
  const { rows } = await client.query<{ id: string }>('select id from territory limit 1');
  process.stdout.write(`\nSQL that counts the filters:\n${counting.map((sql) => `    ${sql}`).join('\n')}\n`);
  const { p50 } = await series(
    async () => {
      for (const sql of counting) await client.query(sql, [rows[0]?.id]);
    },
    { lanes: 1, times: 20, seconds: 5 },
  );
  await client.end();
  return p50;
}

async function measure({
  name,
  urls,
  limit,
  bare: counted,
}: {
  name: string;
  urls: string[];
  limit: number;
  bare: number;
}): Promise<Line[]> {
  const body = await httpClient(1)(urls[0] ?? '', rendered);
  const server = await bareServer(body.length);
  const load = { headers: rendered, lanes: 1, times: 300, seconds: 5 };
  const { p50, p95 } = await sendLoad({ ...load, urls });
  const yard = await sendLoad({ ...load, urls: [server.origin] });
  server.stop();
  const isTile = limit === goals.tile;
  return [
    compared(`${name} (${kilobytes(body.length)}), p50`, ms, {
      ours: p50,
      yardstick: isTile ? yard.p50 : counted,
      beside: isTile ? 'bare Node server, same bytes' : 'the filters counted by SQL sent bare, once',
    }),
    compared(`${name}, p95`, ms, {
      ours: p95,
      yardstick: yard.p95,
      beside: 'bare Node server, same bytes',
      goal: atMost(limit, p95, ms),
    }),
  ];
}
