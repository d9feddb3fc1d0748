import type { Migration } from 'kysely/migration';
import pg from 'pg';
import { ArchiveDamaged } from '../archive/open-archive.server.ts';
import type { Clock } from '../clock.ts';
import { Jobs } from '../jobs.server.ts';
import { migrateWithin } from '../migrate.server.ts';
import { type Result, err, ok } from '../result.ts';
import { type Connection, connect } from './connection.server.ts';
import { copyIn, copyTarget } from './copy.server.ts';
import { emptySchema, occupationOf, tablesOf } from './instance-content.server.ts';
import { type BackupPart, manifestFile, partsOf } from './manifest.ts';
import { openWaitingRoom, queueAgain, queuesInWaiting } from './queue.server.ts';
import type { Backup } from './read-backup.server.ts';
import { setAsideRules } from './table-rules.server.ts';

export type RestoreError =
  /** Someone works there already: nothing is ever written over. */
  | { code: 'instance-not-empty' }
  /** It lacks a table that its migrations make. */
  | { code: 'backup-damaged'; part: string };

export interface RestoreRequest {
  databaseUrl: string;
  backup: Backup;
  /** All migrations of this version of the product. */
  migrations: Record<string, Migration>;
  clock: Clock;
  /** Told of the bytes as they are written to the database. */
  report(progress: { done: number; total: number }): void;
}

export interface Restored {
  /** How many jobs were waiting, and wait again. */
  jobs: number;
  /** Names of the migrations that the backup had not seen yet. */
  migrated: string[];
  /** Tables that someone else had put among ours: they stay in the file. */
  ignored: string[];
}

/**
 * Fills an empty instance with what a backup holds, in one transaction: whole, or as before. The tables are made as they
 * were when the backup was made, filled, then brought up to date.
 *
 * @throws what the database says when it refuses: a right that is missing, a disk that is full
 */
export async function restoreBackup(request: RestoreRequest): Promise<Result<Restored, RestoreError>> {
  const connection = await connect(request.databaseUrl);
  try {
    const { client } = connection;
    await client.query('begin');
    // Of two who restore at once, the second finds what the first one did.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('entrelacs restore', 0))`);
    const restored = await restoreWithin(request, connection).catch((error: unknown) => {
      // It was checked before: someone changed it meanwhile.
      if (error instanceof ArchiveDamaged) return err({ code: 'backup-damaged' as const, part: error.part });
      throw error;
    });
    if (restored.ok) await client.query('commit');
    return restored;
  } finally {
    // What was not committed goes with the connection.
    await connection.close();
  }
}

async function restoreWithin(
  request: RestoreRequest,
  connection: Connection,
): Promise<Result<Restored, RestoreError>> {
  const { backup, migrations } = request;
  const { client, db } = connection;
  const occupation = await occupationOf(client);
  if (occupation === 'occupied') return err({ code: 'instance-not-empty' });
  if (occupation === 'prepared') await emptySchema(client);

  const { manifest } = backup;
  await migrateWithin(db, migrations, manifest.migrations.at(-1));
  const made = (await tablesOf(client)).map(({ name }) => name);
  const kept = new Map(manifest.tables.map((table) => [table.name, table]));
  if (made.some((name) => !kept.has(name))) return err({ code: 'backup-damaged', part: manifestFile });

  const pour = pourer(request, client);
  const putBack = await setAsideRules(client);
  for (const name of made) {
    const table = kept.get(name);
    if (table) await pour(table.part, copyTarget(name, table.columns));
  }
  await putBack();
  for (const { name, last } of manifest.sequences) {
    await client.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), last]);
  }
  const migrated = await migrateWithin(db, migrations);
  const { columns, part } = manifest.queue;
  await pour(part, await openWaitingRoom(client, columns));
  const jobs = await refillQueue(request, connection);
  // Without statistics, the first pages would be slow until PostgreSQL takes its own.
  await client.query('analyze');
  const ignored = [...kept.keys()].filter((name) => !made.includes(name));
  return ok({ jobs, migrated, ignored });
}

/** Writes parts of the backup into tables, and makes sure that every row arrived. */
function pourer({ backup, report }: RestoreRequest, client: pg.Client) {
  const total = partsOf(backup.manifest).reduce((sum, part) => sum + part.bytes, 0);
  let done = 0;
  return async (part: BackupPart, target: string): Promise<void> => {
    const rows = copyIn(client, target);
    await backup.archive.pour(part, rows, (count) => report({ done: (done += count), total }));
    if (rows.rowCount !== part.lines) throw new ArchiveDamaged(part.file);
  };
}

async function refillQueue(
  { databaseUrl, clock }: RestoreRequest,
  { client, db }: Connection,
): Promise<number> {
  const names = await queuesInWaiting(client);
  if (names.length === 0) return 0;
  const jobs = new Jobs({ db, databaseUrl, clock });
  const definitions = names.map((name) => ({ name, run: async () => undefined }));
  // What it cannot do for us it throws; its own maintenance is the business of the next start.
  await jobs.start({ definitions, work: false, onError: () => undefined });
  try {
    return await queueAgain(client, db, jobs);
  } finally {
    await jobs.stop();
  }
}
