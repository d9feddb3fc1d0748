import { type Backup, type ReadBackupError, readBackup } from '#kernel/backup/read-backup.server.ts';
import { rowsOf } from '#kernel/backup/manifest.ts';
import { type RestoreError, restoreBackup } from '#kernel/backup/restore-backup.server.ts';
import { systemClock } from '#kernel/clock.ts';
import { migrations } from '#kernel/migrations/index.ts';
import { err, ok } from '#kernel/result.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';
import { productVersion } from '../health.server.ts';
import { showProgress } from '../show-progress.server.ts';
import { withDatabase } from '../with-database.server.ts';
import { type DatabaseTrouble, orDatabaseTrouble } from './database-trouble.server.ts';
import type { Command, CommandOutcome } from './index.server.ts';
import { forPrograms } from './refusal-for-programs.server.ts';

interface RestoreOrder {
  file: string;
  json: boolean;
  t: Translate<MessageKey>;
}

/**
 * `entrelacs restore FILE`: fills an empty instance with a backup, whole or not at all. The file is checked from end to end
 * before anything is touched; with `--dry-run`, that is all.
 */
export const restore: Command = {
  options: { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' }, data: { type: 'string' } },
  positionals: 1,
  async run({ values, positionals: [file = ''], locale }) {
    const t = translators[locale];
    const order = { file, json: values['json'] === true, t };
    const read = await readBackup(file, Object.keys(migrations).toSorted(), showPercent);
    showProgress('');
    const done = read.ok ? await useBackup(read.value, values, order) : refused(order, read.error);
    return order.json ? forPrograms(done, t) : done;
  },
};

async function useBackup(
  backup: Backup,
  values: Record<string, unknown>,
  order: RestoreOrder,
): Promise<CommandOutcome> {
  try {
    if (values['dry-run'] === true) {
      const { json, t } = order;
      return ok(
        json
          ? JSON.stringify({ ...figuresOf(backup), restored: false })
          : t('backup.checked', wordsOf(backup)),
      );
    }
    return await withDatabase(values, (url) => fill(url, backup, order), { makeFolder: true });
  } finally {
    backup.archive.close();
  }
}

async function fill(databaseUrl: string, backup: Backup, order: RestoreOrder): Promise<CommandOutcome> {
  const request = { databaseUrl, backup, migrations, clock: systemClock, report: showPercent };
  const restored = await orDatabaseTrouble(restoreBackup(request));
  showProgress('');
  if (!restored.ok) return refused(order, restored.error);
  const { jobs, migrated, ignored } = restored.value;
  if (order.json)
    return ok(JSON.stringify({ ...figuresOf(backup), restored: true, jobs, migrated, ignored }));
  const lines = [order.t('backup.restored', wordsOf(backup))];
  if (jobs > 0) lines.push(order.t('backup.jobs', { jobs }));
  if (ignored.length > 0) lines.push(order.t('backup.ignored', { tables: ignored.join(', ') }));
  return ok([...lines, order.t('backup.next')].join('\n'));
}

function refused(
  { file, t }: RestoreOrder,
  error: ReadBackupError | RestoreError | DatabaseTrouble,
): CommandOutcome {
  const why = t(`backup.error.${error.code}`, { file, ours: productVersion, ...error });
  return err({ code: 'restore', values: { code: error.code, why } });
}

function figuresOf({ manifest }: Backup) {
  const { product: version, madeAt, tables } = manifest;
  return {
    version,
    madeAt,
    migration: manifest.migrations.at(-1),
    tables: tables.length,
    rows: rowsOf(manifest),
  };
}

function wordsOf(backup: Backup) {
  const { version, madeAt, rows } = figuresOf(backup);
  return { version, madeAt: new Date(madeAt), rows };
}

function showPercent({ done, total }: { done: number; total: number }): void {
  showProgress(`${Math.floor((100 * done) / Math.max(total, 1))} %`);
}
