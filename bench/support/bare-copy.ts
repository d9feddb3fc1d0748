import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from, to } from 'pg-copy-streams';
import { connectBare } from './bare-client.ts';
import { filledColumns, withBareTables } from './bare-tables.ts';

/** Records per second that COPY writes to a file when it is given this question. */
export async function copyQuestion(dataFolder: string, question: string, records: number): Promise<number> {
  const client = await connectBare(dataFolder);
  const took = await timed(() =>
    pipeline(
      client.query(to(`copy (${question}) to stdout`)),
      createWriteStream(join(dataFolder, 'bare.copy')),
    ),
  );
  await client.end();
  return (records / took) * 1000;
}

/**
 * Records per second that COPY writes whole tables to files with, and reads them from there into empty tables made like
 * them, indexes and references included.
 */
export function copyTables(
  dataFolder: string,
  { tables, records }: { tables: readonly string[]; records: number },
): Promise<{ out: number; in: number }> {
  return withBareTables(dataFolder, tables, async (client) => {
    const took = { out: 0, in: 0 };
    for (const table of tables) {
      const columns = await filledColumns(client, table);
      const file = join(dataFolder, `${table}.copy`);
      took.out += await timed(() =>
        pipeline(client.query(to(`copy public.${table} (${columns}) to stdout`)), createWriteStream(file)),
      );
      took.in += await timed(() =>
        pipeline(createReadStream(file), client.query(from(`copy bare.${table} (${columns}) from stdin`))),
      );
    }
    return { out: (records / took.out) * 1000, in: (records / took.in) * 1000 };
  });
}

/** In milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
