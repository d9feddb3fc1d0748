import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { madeUpCsv } from './support/made-up-practices.ts';
import { runCommand } from './support/product.ts';
import { perSecond, printLines, times } from './support/report.ts';

/** Fills the instance with made-up practices through the command line, beside the same rows inserted bare. */
export async function benchImport(dataFolder: string, count: number): Promise<void> {
  const file = join(dataFolder, `practices-${count}.csv`);
  const csv = madeUpCsv(count);
  await writeFile(file, csv);
  const begun = performance.now();
  await runCommand(['import', file, '--source', 'bench'], dataFolder);
  const ours = (count / (performance.now() - begun)) * 1000;
  const bare = await insertBare(dataFolder, csv);
  printLines(`Import of ${count} practices`, [
    {
      what: 'records imported, the command included',
      ours: perSecond(ours),
      yardstick: perSecond(bare),
      beside: 'the same rows inserted bare, 500 at a time, one table, no rule',
      ratio: times(bare / ours),
    },
  ]);
}

async function insertBare(dataFolder: string, csv: string): Promise<number> {
  const client = new pg.Client({ connectionString: await runningPostgresUrl(dataFolder) });
  await client.connect();
  await client.query('create temporary table bare (line text)');
  const lines = csv.trim().split('\n').slice(1);
  const begun = performance.now();
  await client.query('begin');
  for (let start = 0; start < lines.length; start += 500) {
    await client.query('insert into bare select unnest($1::text[])', [lines.slice(start, start + 500)]);
  }
  await client.query('commit');
  const rate = (lines.length / (performance.now() - begun)) * 1000;
  await client.end();
  return rate;
}
