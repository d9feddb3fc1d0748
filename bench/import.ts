import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { madeUpCsv } from './support/made-up-practices.ts';
import { insertBare } from './support/bare-rows.ts';
import { runCommand } from './support/product.ts';
import { perSecond, printLines, times } from './support/report.ts';

/** What the practices of the benchmark come from. */
const source = 'bench';

/** Fills the instance with made-up practices through the command line, beside the same rows inserted bare. */
export async function benchImport(dataFolder: string, count: number): Promise<void> {
  const file = join(dataFolder, `practices-${count}.csv`);
  await pipeline(Readable.from(madeUpCsv(count)), createWriteStream(file));
  const begun = performance.now();
  await runCommand(['import', file, '--source', source], dataFolder);
  const ours = (count / (performance.now() - begun)) * 1000;
  const bare = await insertBare(dataFolder, source);
  printLines(`Import of ${count} practices`, [
    {
      what: 'records per second, the start of the command included',
      ours: perSecond(ours),
      yardstick: perSecond(bare),
      beside:
        'the same rows inserted bare in the same tables, 500 records at a time, in one transaction, without a rule',
      ratio: times(bare / ours),
    },
  ]);
}
