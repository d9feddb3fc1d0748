import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Manifest, rowsOf } from '#kernel/backup/manifest.ts';
import { readBackup } from '#kernel/backup/read-backup.server.ts';
import { migrations } from '#kernel/migrations/index.ts';
import { madeUpCsv } from '../../bench/support/made-up-practices.ts';
import type { OwnServer } from './support/own-database.ts';
import { type Place, runCommand } from './support/product.ts';
import { type Line, judged, progress, seconds } from './support/report.ts';
import { newFolder, newScene, stopScene } from './support/scene.ts';

const goal = 600_000;

/**
 * Backs up an instance of that many practices, restores it elsewhere and backs that up again: both backups must hold the
 * same.
 *
 * @param server a PostgreSQL of the host's own to restore into; a new data folder when absent
 */
export async function restoreElsewhere(size: { practices: number }, server?: OwnServer): Promise<Line[]> {
  const folder = await newFolder();
  const scene = await newScene({ dataFolder: `${folder}/data` }, 20);
  const csv = `${folder}/practices.csv`;
  await pipeline(Readable.from(madeUpCsv(size.practices)), createWriteStream(csv));
  const imported = await timed('import', () =>
    runCommand(scene.place, ['import', csv, '--source', 'campaign']),
  );
  await stopScene(scene);
  const elsewhere: Place = { ...scene.place, dataFolder: `${folder}/elsewhere`, databaseUrl: server?.url };
  const [first, second] = [`${folder}/first.zip`, `${folder}/second.zip`];
  const backedUp = await timed('backup', () => runCommand(scene.place, ['backup', first]));
  const restored = await timed('restore', () => runCommand(elsewhere, ['restore', first]));
  await runCommand(elsewhere, ['backup', second]);
  const [before, after] = [await manifestOf(first), await manifestOf(second)];
  const { size: bytes } = await stat(first);
  return [
    judged(
      `backup and restore of ${size.practices} practices, ${rowsOf(before)} rows`,
      `import ${seconds(imported)}, backup ${seconds(backedUp)} (${(bytes / 1e6).toFixed(0)} MB), restore ${seconds(restored)}`,
      restored > goal ? [`the goal is ${seconds(goal)}`] : [],
    ),
    judged(
      'what was restored, backed up again',
      `the same SHA-256 for ${before.tables.length - differences(before, after).length} of ${before.tables.length} tables`,
      differences(before, after),
    ),
  ];
}

async function timed(step: string, work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  const took = performance.now() - from;
  progress(`${step}: ${seconds(took)}`);
  return took;
}

async function manifestOf(file: string): Promise<Manifest> {
  const read = await readBackup(file, Object.keys(migrations).toSorted());
  if (!read.ok) throw new Error(`The backup cannot be read: ${JSON.stringify(read.error)}`);
  read.value.archive.close();
  return read.value.manifest;
}

function differences(before: Manifest, after: Manifest): string[] {
  const sums = new Map(after.tables.map(({ name, part }) => [name, part.sha256]));
  return before.tables
    .filter(({ name, part }) => sums.get(name) !== part.sha256)
    .map(({ name }) => `the table ${name} differs`);
}
