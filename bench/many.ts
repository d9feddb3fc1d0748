import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { benchTiles } from './inventory.ts';
import { benchSearch } from './search.ts';
import { memoryLine } from './start.ts';
import { madeUpCsv } from './support/made-up-practices.ts';
import { multiplyPractices } from './support/multiply-practices.ts';
import { memoryOf } from './support/processes.ts';
import { runCommand, startProduct } from './support/product.ts';
import { printLines, progress, seconds } from './support/report.ts';

/** Imported; the rest are copies of them, made bare. */
const imported = 100_000;

/** Tiles and searches where there are more practices than any territory is known to have. */
export async function benchMany(practices: number): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'entrelacs-bench-'));
  const step = (what: string) => progress(`${practices} practices: ${what}`);
  try {
    step('import, and copies');
    const first = await startProduct(dataFolder);
    const file = join(dataFolder, 'practices.csv');
    await pipeline(Readable.from(madeUpCsv(imported)), createWriteStream(file));
    await runCommand(['import', file, '--source', 'bench'], dataFolder);
    await multiplyPractices(dataFolder, Math.round(practices / imported));
    await first.stop();
    const product = await startProduct(dataFolder);
    try {
      await measure(dataFolder, practices, product);
    } finally {
      await product.stop();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function measure(
  dataFolder: string,
  practices: number,
  product: Awaited<ReturnType<typeof startProduct>>,
): Promise<void> {
  const begun = performance.now();
  const page = await fetch(`${product.origin}/pratiques`);
  if (!page.ok) throw new Error(`The list answers ${page.status}`);
  await page.text();
  const took = performance.now() - begun;
  printLines(`First page at ${practices} practices`, [
    { what: 'first list after a start, the columns read', ours: seconds(took) },
    memoryLine('everything after it (PSS)', await memoryOf(product.pid), 290),
  ]);
  await benchTiles(product, practices);
  await benchSearch(product, dataFolder, practices);
  printLines(`Memory after the load at ${practices} practices`, [
    memoryLine('everything (PSS)', await memoryOf(product.pid), 290),
  ]);
}
