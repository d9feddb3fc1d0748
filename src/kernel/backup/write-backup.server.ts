import { Readable } from 'node:stream';
import type pg from 'pg';
import { type ArchiveFiller, writeArchive } from '../archive/write-archive.server.ts';
import { type Result, err } from '../result.ts';
import type { WholeFileError } from '../whole-file.server.ts';
import { connect } from './connection.server.ts';
import { copyOut, copyTarget } from './copy.server.ts';
import {
  migrationsOf,
  occupationOf,
  sequencesOf,
  serverVersion,
  tablesOf,
} from './instance-content.server.ts';
import { type Manifest, formatVersion, manifestFile } from './manifest.ts';
import { pendingJobs, queueColumns } from './queue.server.ts';

/** `not-started`: there is nothing to keep, so most likely it is not the instance that was meant. */
export type BackupError = WholeFileError | { code: 'not-started' };

export interface BackupRequest {
  databaseUrl: string;
  file: string;
  /** Whether a file of that name gives way. */
  replace: boolean;
  /** Version of the product. */
  product: string;
  now: Date;
  /** Told before each table, and at the end. */
  report(progress: { done: number; total: number }): void;
}

/** Whoever makes the backup may read it, nobody else: every key and every address is in it. */
const ownerOnly = 0o600;

/**
 * Writes everything the instance holds into one file, whole or not at all: all rows of all tables as they are at one
 * moment, while people go on working, and the jobs that wait. docs/adr says what is in the file, and why.
 *
 * @throws what the database says when it does not answer
 */
export async function writeBackup(request: BackupRequest): Promise<Result<Manifest, BackupError>> {
  const { client, close } = await connect(request.databaseUrl);
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    if ((await occupationOf(client)) !== 'occupied') return err({ code: 'not-started' });
    const migrations = await migrationsOf(client);
    if (migrations.length === 0) return err({ code: 'not-started' });
    const options = { replace: request.replace, mode: ownerOnly };
    return await writeArchive(request.file, options, (archive) =>
      fill(archive, client, { ...request, migrations }),
    );
  } finally {
    await close();
  }
}

async function fill(
  archive: ArchiveFiller,
  client: pg.Client,
  { product, now, report, migrations }: BackupRequest & { migrations: string[] },
): Promise<Manifest> {
  const keep = async (file: string, rows: Readable) => ({ file, ...(await archive.add(file, rows)) });
  const found = await tablesOf(client);
  const total = found.length + 1;
  const tables: Manifest['tables'] = [];
  for (const { name, columns } of found) {
    report({ done: tables.length, total });
    const part = await keep(`tables/${name}.copy`, copyOut(client, copyTarget(name, columns)));
    tables.push({ name, columns, part });
  }
  report({ done: found.length, total });
  const manifest: Manifest = {
    format: 'entrelacs-backup',
    formatVersion,
    product,
    madeAt: now.toISOString(),
    postgres: await serverVersion(client),
    migrations,
    tables,
    // Sequences do not wait for transactions. Read after the rows, they stand beyond every number in them.
    sequences: await sequencesOf(client),
    queue: { columns: queueColumns, part: await keep('queue.copy', await pendingJobs(client)) },
  };
  await archive.add(manifestFile, Readable.from([Buffer.from(JSON.stringify(manifest, null, 2))]));
  report({ done: total, total });
  return manifest;
}
