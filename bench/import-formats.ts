import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { timed } from './support/bare-copy.ts';
import { insertBare } from './support/bare-rows.ts';
import { type MadeUpPractice, writers } from './support/formats-of-practices.ts';
import { madeUpCsv } from './support/made-up-practices.ts';
import { runCommand, startProduct } from './support/product.ts';
import { type Line, perSecond, printLines, progress, times } from './support/report.ts';

/** Imports the same practices from each format into an instance of its own, beside the rows they made inserted bare. */
export async function benchFormats(count: number): Promise<void> {
  const csv = [...madeUpCsv(count)].join('');
  const practices = parse<MadeUpPractice>(csv, { columns: true });
  const dataFolder = await mkdtemp(join(tmpdir(), 'entrelacs-bench-'));
  const product = await startProduct(dataFolder);
  const lines: Line[] = [];
  try {
    for (const [format, write] of Object.entries(writers)) {
      progress(`${count} practices in ${format}`);
      const file = join(dataFolder, `practices.${format}`);
      await writeFile(file, await write(practices, csv));
      const source = `bench ${format}`;
      const took = await timed(() =>
        runCommand(['import', file, '--format', format, '--source', source], dataFolder),
      );
      lines.push(lineOf(format, (count / took) * 1000, await insertBare(dataFolder, source)));
    }
  } finally {
    await product.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
  printLines(`Import of ${count} practices from each format`, lines);
}

function lineOf(format: string, ours: number, bare: number): Line {
  return {
    what: `${format}, records per second, the start of the command included`,
    ours: perSecond(ours),
    yardstick: perSecond(bare),
    beside: 'the same rows inserted bare',
    ratio: times(bare / ours),
  };
}
