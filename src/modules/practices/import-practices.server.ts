import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { type ImportProgress, applyImport } from './apply-import.server.ts';
import { makeContactMarks } from './contact-marks.server.ts';
import type { ExplicitMapping } from './import/explicit-mapping.ts';
import type { Companion, ImportFormat } from './import/formats/source-table.ts';
import { settleOwnFields } from './import-own-fields.server.ts';
import { type FileRefusal, type ImportReport, createTally } from './import/import-report.ts';
import { findLatestChoices, insertRun, takeImportTurn, updateRun } from './import-run-store.server.ts';
import { type ImportFile, stageImport } from './stage-import.server.ts';

export interface ImportInput {
  /** The bytes of the file from its beginning; may be asked for several times. */
  open(): AsyncIterable<Uint8Array>;
  fileName: string;
  /** Files that explain it: a taxonomy, a form, lists. */
  companions?: readonly Companion[];
  /** As its content shows, when not given. */
  format?: ImportFormat | undefined;
  /** Bytes, when known. */
  fileSize?: number;
  /** Holds for every record when given; else what the file says of itself, else its name. */
  sourceName?: string;
  /** Where the file gives none: an SPDX identifier, or the licence's name. */
  licence?: string;
  /** Without one, the columns are those of the last import of this source. */
  mapping?: ExplicitMapping | undefined;
  /** Questions that the file describes and that no field takes become fields; without a word, as at the last import of this source. */
  takesQuestions?: boolean | undefined;
  /** Says what would be done, and does nothing. */
  dryRun: boolean;
  /** Bytes; 50 MB when not given. */
  maxBytes?: number;
  /** Records; 200,000 when not given. */
  maxRecords?: number;
  report?: (progress: ImportProgress) => Promise<void>;
}

/**
 * Brings an inventory in: every record of the file, or none. Records are staged where only this transaction sees them,
 * then compared with what is stored and written set by set; a crash at any moment leaves nothing.
 *
 * A record is met again by its source and its id there, else by its fingerprint; what the file has not changed since
 * its last import is left alone, and what people changed since stays theirs. For facilitators.
 */
export async function importPractices(
  context: Context,
  input: ImportInput,
): Promise<Result<{ importId: Id; report: ImportReport }, FileRefusal>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed', params: {} });
  const importId = newId();
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const file = await fileOf(inside, input);
    const report = await carryOut(inside, file, {
      importId,
      writes: !input.dryRun,
      report: input.report,
      async begin() {
        const { fileName, sourceName, licence, mapping } = file;
        const { takesQuestions } = file;
        const said = {
          fileName,
          fileSize: input.fileSize ?? 0,
          sourceName,
          licence,
          mapping,
          takesQuestions,
        };
        const run = { id: importId, ...said };
        await insertRun(inside, { ...run, state: 'importing' });
      },
    });
    return report.ok ? ok({ importId, report: report.value }) : report;
  });
}

async function fileOf(inside: Context, input: ImportInput): Promise<ImportFile> {
  const fileName = nameOf(input.fileName) || 'import.csv';
  const sourceName = nameOf(input.sourceName ?? '');
  const latest = await findLatestChoices(inside, { fileName, sourceName });
  return {
    open: input.open,
    fileName,
    companions: input.companions ?? [],
    format: input.format ?? null,
    sourceName,
    licence: nameOf(input.licence ?? ''),
    mapping: input.mapping ?? latest?.mapping ?? {},
    mappingIsOlder: input.mapping === undefined,
    takesQuestions: input.takesQuestions ?? latest?.takesQuestions ?? false,
    maxBytes: input.maxBytes ?? maxFileBytes,
    maxRecords: input.maxRecords ?? maxFileRecords,
  };
}

/** Largest file taken, in bytes, unless the caller says otherwise. */
export const maxFileBytes = 50 * 1024 * 1024;

/** Most records taken, unless the caller says otherwise: more is no inventory of a territory. */
export const maxFileRecords = 200_000;

/** Longest name of a source or a licence. */
const longestName = 200;

function nameOf(text: string): string {
  return storableLine(text).slice(0, longestName);
}

export interface CarryOut {
  importId: Id;
  writes: boolean;
  report?: ((progress: ImportProgress) => Promise<void>) | undefined;
  /** The file wins over what people changed here. */
  fileWins?: boolean;
  /** Is told the records that the file has, as they are found or made. */
  seen?: (ids: readonly Id[]) => Promise<void>;
  /** Runs once the file could be read, before anything is written. */
  begin(): Promise<void>;
}

/** Reads, compares and (when it `writes`) writes, in the caller's transaction; notes the outcome under `importId`. */
export async function carryOut(
  inside: Context,
  file: ImportFile,
  options: CarryOut,
): Promise<Result<ImportReport, FileRefusal>> {
  const { importId, writes } = options;
  const tally = createTally();
  const report = options.report ?? (async () => undefined);
  const staged = await stageImport(inside, file, { tally, report });
  if (!staged.ok) return staged;
  if (writes) await options.begin();
  const { format, encoding, source, isOwn, above, count, names, own } = staged.value;
  if (writes) await takeImportTurn(inside.db, inside.territoryId);
  const settling = { writes, isOwn, tally, names };
  const { settle: settleOwn, made, promised } = await settleOwnFields(inside, own, settling);
  await applyImport(inside, {
    settleOwn,
    promised,
    importId,
    writes,
    isOwn,
    fileWins: options.fileWins ?? false,
    seen: options.seen ?? (async () => undefined),
    above,
    total: count,
    names,
    tally,
    marks: await makeContactMarks(inside.db),
    report,
  });
  const found = { ...tally.report({ format, encoding, source }), fields: made };
  if (writes) await noteDone(inside, importId, found);
  return ok(found);
}

async function noteDone(inside: Context, importId: Id, report: ImportReport): Promise<void> {
  const finishedAt = inside.clock.now();
  await updateRun(inside, importId, { state: 'done', report, finishedAt, sourceName: report.source });
  const { source, created, updated, unchanged, rejected } = report;
  const figures = { import: importId, source, created, updated, unchanged, rejected };
  await appendToJournal(inside, { action: 'import.done', changes: changesBetween({}, figures) });
}
