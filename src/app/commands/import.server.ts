import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';
import {
  type ExplicitMapping,
  type ImportReport,
  readMapping,
  tellReport,
} from '#modules/practices/index.ts';
import { importPractices } from '#modules/practices/index.server.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { Command, CommandOutcome } from './index.server.ts';

/** `entrelacs import FILE`: everything in the file, or nothing; run again, it changes nothing twice. */
export const importCommand: Command = {
  options: {
    source: { type: 'string' },
    licence: { type: 'string' },
    format: { type: 'string', default: 'csv' },
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    data: { type: 'string' },
    territory: { type: 'string' },
  },
  positionals: 1,
  async run({ values, positionals: [file = ''], locale }): Promise<CommandOutcome> {
    const t = translators[locale];
    const format = String(values['format']);
    if (format !== 'csv') return err({ code: 'format-not-read', values: { format } });
    const size = await sizeOf(file);
    if (size === undefined) return err({ code: 'file-unreadable', values: { file } });
    const mapping = await mappingFrom(values['mapping']);
    if (!mapping.ok) return mapping;
    return withTerritory(values, async (context) => {
      const done = await importPractices(context, {
        bytes: createReadStream(file),
        fileName: basename(file),
        fileSize: size,
        mapping: mapping.value,
        dryRun: values['dry-run'] === true,
        ...(typeof values['source'] === 'string' && { sourceName: values['source'] }),
        ...(typeof values['licence'] === 'string' && { licence: values['licence'] }),
      });
      if (!done.ok) {
        return err({
          code: 'import',
          values: { why: t(`import.error.${done.error.code}`, done.error.params) },
        });
      }
      const { report } = done.value;
      return ok(values['json'] === true ? JSON.stringify(tellReport(report, t)) : inWords(report, t));
    });
  },
};

/** Bytes of a file that can be read; undefined for anything else. */
async function sizeOf(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

async function mappingFrom(
  file: unknown,
): Promise<Result<ExplicitMapping, { code: string; values: Record<string, string> }>> {
  if (typeof file !== 'string') return ok({});
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return err({ code: 'file-unreadable', values: { file } });
  const mapping = readMapping(text);
  return mapping.ok
    ? mapping
    : err({ code: 'mapping-not-understood', values: { file, example: '{ "Nom du lieu": "title" }' } });
}

/** The report for someone who reads it: the figures, then each kind of remark with how many there are. */
function inWords(report: ImportReport, t: Translate<MessageKey>): string {
  const { read, created, updated, unchanged, rejected, counts } = report;
  const told = tellReport(report, t);
  const lines = [t('import.command.figures', { read, created, updated, unchanged, rejected })];
  for (const [code, count] of Object.entries({ ...counts.errors, ...counts.warnings })) {
    const example = [...told.errors, ...told.warnings].find((remark) => remark.code === code);
    lines.push(
      t('import.command.remark', { count, line: example?.line ?? 0, message: example?.message ?? code }),
    );
  }
  return lines.join('\n');
}
