import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenNeeded } from '#app/build.server.ts';
import { startEmbeddedPostgres } from '#kernel/postgres/embedded-postgres.server.ts';
import { benchImport } from './import.ts';
import { benchPages } from './pages.ts';
import { memoryOf } from './support/measure.ts';
import { startProduct } from './support/product.ts';
import { ms, printLines, times } from './support/report.ts';

// `npm run bench`: every figure beside a named yardstick measured in the same run, on the same machine.
// `npm run bench -- 1000` keeps to one size.
const sizes = process.argv.slice(2).map(Number);

buildWhenNeeded((line) => process.stdout.write(`${line}\n`));
for (const size of sizes.length > 0 ? sizes : [1000, 10_000]) await benchAt(size);

async function benchAt(practices: number): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'entrelacs-bench-'));
  const first = await startProduct(dataFolder);
  await first.stop();
  const bare = await bareStart(dataFolder);
  const product = await startProduct(dataFolder);
  const atRest = await memoryOf(product.pid);
  printLines('Start and memory', [
    {
      what: 'first start, tables and first territory made',
      ours: ms(first.startedIn),
      yardstick: ms(bare),
      beside: 'the embedded PostgreSQL alone, later start',
      ratio: times(first.startedIn / bare),
    },
    {
      what: 'later start',
      ours: ms(product.startedIn),
      yardstick: ms(bare),
      beside: 'the embedded PostgreSQL alone, later start',
      ratio: times(product.startedIn / bare),
    },
    memoryLine('memory at rest, database included (PSS)', atRest, 180),
  ]);
  await benchImport(dataFolder, practices);
  await benchPages(product, dataFolder, practices);
  printLines('Memory after the load', [memoryLine('everything (PSS)', await memoryOf(product.pid), 290)]);
  await product.stop();
  await rm(dataFolder, { recursive: true, force: true });
}

function memoryLine(what: string, megabytes: number | null, goal: number) {
  return {
    what,
    ours: megabytes === null ? 'not measured here' : `${megabytes.toFixed(0)} MB`,
    yardstick: `${goal} MB`,
    beside: 'the limit we set ourselves',
    ratio: megabytes === null ? '–' : times(megabytes / goal),
  };
}

async function bareStart(dataFolder: string): Promise<number> {
  const begun = performance.now();
  const started = await startEmbeddedPostgres({ dataFolder, log: () => undefined });
  const took = performance.now() - begun;
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  await started.value.stop();
  return took;
}
