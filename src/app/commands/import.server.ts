import { constants, createReadStream } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';
import { isTerritoryArchive } from '#modules/commons/index.server.ts';
import {
  type Companion,
  type ExplicitMapping,
  type FileRefusal,
  type ImportFormat,
  type ImportReport,
  importFormats,
  readMapping,
  tellReport,
} from '#modules/practices/index.ts';
import { importPractices } from '#modules/practices/index.server.ts';
import { showProgress } from '../show-progress.server.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { Command, CommandOutcome, CommandRefusal } from './index.server.ts';
import { withFetchedFile } from './fetch-file.server.ts';
import { importArchive } from './import-archive.server.ts';
import { forPrograms } from './refusal-for-programs.server.ts';

/** In bytes. Whoever has the machine may import more than the web takes. */
const largestFile = 1024 * 1024 * 1024;
const mostRecords = 1_000_000;
const largestCompanion = 10 * 1024 * 1024;

/** `entrelacs import FILE`, or an address: everything in the file, or nothing; run again, it changes nothing twice. */
export const importCommand: Command = {
  options: {
    source: { type: 'string' },
    licence: { type: 'string' },
    format: { type: 'string' },
    with: { type: 'string', multiple: true },
    mapping: { type: 'string' },
    questions: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    data: { type: 'string' },
    territory: { type: 'string' },
  },
  positionals: 1,
  async run({ values, positionals: [file = ''], locale }): Promise<CommandOutcome> {
    const t = translators[locale];
    const given = textOf(values['format']);
    const format = importFormats.find((one) => one === given);
    if (given !== '' && !format) return err({ code: 'wrong-usage' });
    // It holds little for long, but left to itself the engine lets its heap grow to four times that; kept tighter, it tidies too often.
    setFlagsFromString('--heap-growing-percent=100');
    const take = async (local: string, fileName: string) =>
      format === 'entrelacs' || (!format && (await isTerritoryArchive(local)))
        ? importArchive(local, { values, t })
        : importFrom(local, { fileName, values, format, t });
    const done = /^https?:/i.test(file)
      ? await withFetchedFile(file, { maxBytes: largestFile, t }, take)
      : await take(file, basename(file));
    return values['json'] === true ? forPrograms(done, t) : done;
  },
};

type Values = Record<string, unknown>;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function importFrom(
  file: string,
  options: { fileName: string; values: Values; format: ImportFormat | undefined; t: Translate<MessageKey> },
): Promise<CommandOutcome> {
  const { fileName, values, format, t } = options;
  const mapping = await mappingFrom(textOf(values['mapping']), t);
  if (!mapping.ok) return mapping;
  const companions = await companionsFrom(values['with']);
  if (!companions.ok) return companions;
  const size = await sizeOf(file);
  if (size === undefined) return err({ code: 'file-unreadable', values: { file } });
  const dryRun = values['dry-run'] === true;
  const take = async (context: Context): Promise<CommandOutcome> => {
    const done = await importPractices(context, {
      open: () => createReadStream(file),
      fileName,
      companions: companions.value,
      format,
      fileSize: size,
      sourceName: textOf(values['source']),
      licence: textOf(values['licence']),
      mapping: mapping.value,
      takesQuestions: values['questions'] === true ? true : undefined,
      dryRun,
      maxBytes: largestFile,
      maxRecords: mostRecords,
      report: async ({ done: count, total }) =>
        showProgress(total === null ? `${count}` : `${count} / ${total}`),
    });
    showProgress('');
    if (!done.ok) return err(refusalOf(done.error, t));
    const { report, importId } = done.value;
    if (values['json'] !== true) return ok(inWords(report, { dryRun, t }));
    return ok(JSON.stringify({ ...tellReport(report, t), dryRun, import: dryRun ? null : importId }));
  };
  if (size > largestFile) {
    return err(refusalOf({ code: 'file-too-large', params: { limit: largestFile } }, t));
  }
  return withTerritory(values, take, { createFirst: true, dryRun });
}

/** Bytes of a file; undefined when it is no file that can be read. */
async function sizeOf(file: string): Promise<number | undefined> {
  const readable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  const stats = readable ? await stat(file) : undefined;
  return stats?.isFile() ? stats.size : undefined;
}

/** The files that explain the inventory; they are small. */
async function companionsFrom(given: unknown): Promise<Result<Companion[], CommandRefusal>> {
  const companions: Companion[] = [];
  for (const file of Array.isArray(given) ? given.map(String) : []) {
    const size = await sizeOf(file);
    if (size === undefined || size > largestCompanion)
      return err({ code: 'file-unreadable', values: { file } });
    companions.push({ fileName: basename(file), bytes: await readFile(file) });
  }
  return ok(companions);
}

async function mappingFrom(
  file: string,
  t: Translate<MessageKey>,
): Promise<Result<ExplicitMapping | undefined, CommandRefusal>> {
  if (file === '') return ok(undefined);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return err({ code: 'file-unreadable', values: { file } });
  const mapping = readMapping(text);
  if (mapping.ok) return mapping;
  if (mapping.error.code !== 'mapping-not-understood') return err(refusalOf(mapping.error, t));
  return err({ code: 'mapping-not-understood', values: { file, example: exampleMapping } });
}

/** What a mapping looks like. */
const exampleMapping = '{ "Nom du lieu": "title" }';

function refusalOf({ code, params }: FileRefusal, t: Translate<MessageKey>): CommandRefusal {
  const why = t(`import.error.${code}`, params);
  const how =
    code === 'no-title-column' ? ` ${t('import.command.no-title-column', { example: exampleMapping })}` : '';
  return { code: 'import', values: { code, why: why + how } };
}

/** The report for someone who reads it: the figures, then each kind of remark with how many there are. */
function inWords(report: ImportReport, { dryRun, t }: { dryRun: boolean; t: Translate<MessageKey> }): string {
  const { read, created, updated, unchanged, rejected, counts } = report;
  const told = tellReport(report, t);
  const lines = [t('import.command.figures', { read, created, updated, unchanged, rejected })];
  if (dryRun) lines.unshift(t('import.command.dry-run'));
  for (const [code, count] of Object.entries({ ...counts.errors, ...counts.warnings })) {
    const example = [...told.errors, ...told.warnings].find((remark) => remark.code === code);
    lines.push(
      t('import.command.remark', { count, line: example?.line ?? 0, message: example?.message ?? code }),
    );
  }
  return lines.join('\n');
}
