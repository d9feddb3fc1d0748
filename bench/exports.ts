import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyQuestion, copyTables, timed } from './support/bare-copy.ts';
import { httpClient } from './support/http-client.ts';
import { type Product, runCommand, startProduct } from './support/product.ts';
import { kilobytes, perSecond, printLines, times } from './support/report.ts';

/** What exports read, and what most of an archive is. */
const exported = `select * from record join practice on practice.record_id = record.id
  where record.kind = 'practice' and record.deleted_at is null and record.visibility = 'public'`;
const archived = ['record', 'practice', 'journal_entry'];

/** The inventory to a file of each format, and the whole territory to an archive and back, beside COPY of the same tables. */
export async function benchExports(product: Product, dataFolder: string, practices: number): Promise<void> {
  const bare = await copyQuestion(dataFolder, exported, practices);
  const lines = [];
  for (const format of ['csv', 'geojson', 'jsonld']) {
    const { took, bytes } = await download(`${product.origin}/api/v1/practices.${format}`);
    const what = `${format} (${kilobytes(bytes)}), records per second`;
    lines.push(besideCopy(what, { ours: (practices / took) * 1000, bare, how: 'to a file' }));
  }
  lines.push(...(await benchArchive(dataFolder, practices)));
  printLines(`Exports and archive of ${practices} practices`, lines);
}

async function download(url: string): Promise<{ took: number; bytes: number }> {
  const client = httpClient(1);
  let bytes = 0;
  const took = await timed(async () => {
    bytes = (await client(url)).length;
  });
  return { took, bytes };
}

/** Out of the instance and into one where nothing was made yet, by the command line. */
async function benchArchive(dataFolder: string, practices: number) {
  const file = join(dataFolder, 'territory.zip');
  const out = await timed(() => runCommand(['export', '--format', 'entrelacs', '--out', file], dataFolder));
  const { size } = await stat(file);
  const otherFolder = await mkdtemp(join(tmpdir(), 'entrelacs-bench-'));
  const other = await startProduct(otherFolder);
  try {
    const into = await timed(() => runCommand(['import', file], otherFolder));
    const bare = await copyTables(otherFolder, { tables: archived, records: practices });
    const rate = (took: number) => (practices / took) * 1000;
    const started = 'records per second, the start of the command included';
    return [
      besideCopy(`archive out (${kilobytes(size)}), ${started}`, {
        ours: rate(out),
        bare: bare.out,
        how: 'to files',
      }),
      besideCopy(`archive in, ${started}`, { ours: rate(into), bare: bare.in, how: 'from files' }),
    ];
  } finally {
    await other.stop();
    await rm(otherFolder, { recursive: true, force: true });
  }
}

function besideCopy(what: string, { ours, bare, how }: { ours: number; bare: number; how: string }) {
  return {
    what,
    ours: perSecond(ours),
    yardstick: perSecond(bare),
    beside: `the same tables copied bare ${how}`,
    ratio: times(bare / ours),
  };
}
