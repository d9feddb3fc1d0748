import { stat } from 'node:fs/promises';
import { rowsOf } from '#kernel/backup/manifest.ts';
import { writeBackup } from '#kernel/backup/write-backup.server.ts';
import { systemClock } from '#kernel/clock.ts';
import { err, ok } from '#kernel/result.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';
import { productVersion } from '../health.server.ts';
import { showProgress } from '../show-progress.server.ts';
import { withDatabase } from '../with-database.server.ts';
import { orDatabaseTrouble } from './database-trouble.server.ts';
import type { Command, CommandOutcome } from './index.server.ts';
import { forPrograms } from './refusal-for-programs.server.ts';

interface BackupOrder {
  file: string;
  replace: boolean;
  json: boolean;
  t: Translate<MessageKey>;
}

/** `entrelacs backup FILE`: everything the instance holds, in one file, while it serves. */
export const backup: Command = {
  options: { force: { type: 'boolean' }, json: { type: 'boolean' }, data: { type: 'string' } },
  positionals: 1,
  async run({ values, positionals: [file = ''], locale }) {
    const json = values['json'] === true;
    const order = { file, replace: values['force'] === true, json, t: translators[locale] };
    const done = await withDatabase(values, (url) => backUp(url, order), { makeFolder: false });
    return json ? forPrograms(done, order.t) : done;
  },
};

async function backUp(databaseUrl: string, { file, replace, json, t }: BackupOrder): Promise<CommandOutcome> {
  const written = await orDatabaseTrouble(
    writeBackup({
      databaseUrl,
      file,
      replace,
      product: productVersion,
      now: systemClock.now(),
      report: ({ done, total }) => showProgress(`${done} / ${total}`),
    }),
  );
  showProgress('');
  if (!written.ok) {
    const { code } = written.error;
    return err({
      code: 'backup',
      values: { code, why: t(`backup.error.${code}`, { file, ...written.error }) },
    });
  }
  const { product: version, madeAt, migrations, tables, queue } = written.value;
  const { size: bytes } = await stat(file);
  const figures = { bytes, tables: tables.length, rows: rowsOf(written.value), jobs: queue.part.lines };
  if (json) return ok(JSON.stringify({ file, version, madeAt, migration: migrations.at(-1), ...figures }));
  return ok(t('backup.done', { file, ...figures, size: megabytes(bytes) }));
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 100_000) / 10;
}
