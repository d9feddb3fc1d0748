import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { buildWhenNeeded } from '#app/build.server.ts';
import { benchBrowser } from './browser.ts';
import { benchDuplicates } from './duplicates.ts';
import { benchExports } from './exports.ts';
import { benchFiles } from './files.ts';
import { benchImport } from './import.ts';
import { benchFormats } from './import-formats.ts';
import { benchInventory } from './inventory.ts';
import { benchMany } from './many.ts';
import { benchOpinions } from './opinions.ts';
import { benchPages } from './pages.ts';
import { benchRobustness } from './robustness.ts';
import { benchResultPage } from './result-page.ts';
import { benchSearch } from './search.ts';
import { benchStart, memoryLine } from './start.ts';
import { memoryOf } from './support/processes.ts';
import { printLines, progress } from './support/report.ts';

// `npm run bench`: every figure beside a named yardstick measured in the same run, on the same machine, or beside its goal.
// `npm run bench -- 100000` measures that size; without one, 1,000 and 10,000 practices. Beyond, tiles and searches only.
const usualSizes = [1000, 10_000];
const largestWhole = 200_000;
/** Enough to tell the formats apart: what is made of their records afterwards is the same. */
const mostOfEachFormat = 3000;
const asked = process.argv.slice(2);
const sizes = asked.length > 0 ? asked.map(Number) : usualSizes;
if (!sizes.every((size) => Number.isInteger(size) && size >= 100 && size <= 1_000_000)) {
  process.stderr.write('Usage: npm run bench -- [number of practices, from 100 to 1000000]…\n');
  process.exit(2);
}

buildWhenNeeded(progress);
const [processor] = cpus();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${processor?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB\n`,
);
for (const size of sizes) await (size > largestWhole ? benchMany(size) : benchAt(size));
await benchFormats(Math.min(mostOfEachFormat, Math.max(...sizes)));
await benchOpinions();
await benchRobustness();
progress('done');

async function benchAt(practices: number): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'entrelacs-bench-'));
  const step = (what: string) => progress(`${practices} practices: ${what}`);
  step('start');
  const product = await benchStart(dataFolder);
  try {
    step('import');
    await benchImport(dataFolder, practices);
    step('pages');
    await benchPages(product, dataFolder, practices);
    step('inventory');
    await benchInventory(product, dataFolder, practices);
    step('search');
    await benchSearch(product, dataFolder, practices);
    printLines(`Memory after the load at ${practices} practices`, [
      memoryLine('everything (PSS)', await memoryOf(product.pid), 290),
    ]);
    step('exports');
    await benchExports(product, dataFolder, practices);
    step('files');
    await benchFiles(product, dataFolder);
    step('result page');
    await benchResultPage(product, dataFolder);
    step('browser');
    await benchBrowser(product, practices);
  } finally {
    await product.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
  step('duplicates');
  await benchDuplicates(practices);
}
