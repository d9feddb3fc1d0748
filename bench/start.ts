import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '#kernel/postgres/embedded-postgres.server.ts';
import { type Product, startProduct } from './support/product.ts';
import { memoryOf } from './support/processes.ts';
import { type Line, atMost, compared, megabytes, printLines, seconds } from './support/report.ts';
import { median } from './support/series.ts';

const repetitions = 3;

/** In milliseconds: by then nothing is left to do but wait for readers. */
const untilAtRest = 5000;

/** Starts on an empty data folder and several times on a filled one; the last one goes on running. */
export async function benchStart(dataFolder: string): Promise<Product> {
  const first = await startProduct(dataFolder);
  await first.stop();
  const later: number[] = [];
  const bare: number[] = [];
  for (let done = 0; done < repetitions; done += 1) {
    bare.push(await bareStart(dataFolder));
    const product = await startProduct(dataFolder);
    later.push(product.startedIn);
    await product.stop();
  }
  const product = await startProduct(dataFolder);
  await pause(untilAtRest);
  const beside = 'the embedded PostgreSQL alone, later start';
  printLines('Start and memory', [
    compared('first start: tables and first territory made', seconds, {
      ours: first.startedIn,
      yardstick: median(bare),
      beside,
    }),
    compared(`later start, median of ${repetitions}`, seconds, {
      ours: median(later),
      yardstick: median(bare),
      beside,
      goal: atMost(1000, median(later), seconds),
    }),
    memoryLine('memory at rest, database included (PSS)', await memoryOf(product.pid), 180),
  ]);
  return product;
}

/** `limit` in megabytes. */
export function memoryLine(what: string, memory: number | null, limit: number): Line {
  if (memory === null) return { what, ours: 'not measured on this system' };
  return { what, ours: megabytes(memory), goal: atMost(limit, memory, megabytes) };
}

async function bareStart(dataFolder: string): Promise<number> {
  const begun = performance.now();
  const started = await startEmbeddedPostgres({ dataFolder, log: () => undefined });
  const took = performance.now() - begun;
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  await started.value.stop();
  return took;
}
