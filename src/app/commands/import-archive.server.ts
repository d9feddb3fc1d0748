import type { Context } from '#kernel/context.ts';
import { err, ok } from '#kernel/result.ts';
import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import {
  type ArchiveReport,
  type ImportArchiveError,
  type ReadArchiveError,
  importTerritory,
  readTerritoryArchive,
} from '#modules/commons/index.server.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { CommandOutcome } from './index.server.ts';

/** `entrelacs import FILE`, of the archive of a territory: checked from end to end before anything is touched. */
export async function importArchive(
  file: string,
  { values, t }: { values: Record<string, unknown>; t: Translate<MessageKey> },
): Promise<CommandOutcome> {
  const read = await readTerritoryArchive(file);
  if (!read.ok) return refused(read.error, t);
  const dryRun = values['dry-run'] === true;
  try {
    const take = async (context: Context): Promise<CommandOutcome> => {
      const done = await importTerritory(context, read.value, { dryRun });
      if (!done.ok) return refused(done.error, t);
      return ok(values['json'] === true ? inJson(done.value, dryRun) : inWords(done.value, { dryRun, t }));
    };
    return await withTerritory(values, take, { createFirst: true, dryRun });
  } finally {
    read.value.archive.close();
  }
}

function refused(error: ReadArchiveError | ImportArchiveError, t: Translate<MessageKey>): CommandOutcome {
  const { code, ...params } = error;
  return err({ code: 'import', values: { code, why: t(`commons.error.${code}`, params) } });
}

/** As for any import: an archive has no row that is half understood. */
function inJson({ territory, read, created, unchanged, files }: ArchiveReport, dryRun: boolean): string {
  const figures = { read, created, updated: 0, unchanged, rejected: 0, files };
  return JSON.stringify({
    format: 'entrelacs',
    encoding: 'utf-8',
    source: territory,
    ...figures,
    warnings: [],
    errors: [],
    dryRun,
    import: null,
  });
}

function inWords(
  { territory, created, unchanged, files }: ArchiveReport,
  { dryRun, t }: { dryRun: boolean; t: Translate<MessageKey> },
): string {
  const told = t('commons.imported', { territory, created, unchanged, files });
  return dryRun ? `${t('import.command.dry-run')}\n${told}` : told;
}
