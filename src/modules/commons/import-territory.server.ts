import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import type { ArchiveFiller } from '#kernel/archive/write-archive.server.ts';
import { ArchiveDamaged, nowhere } from '#kernel/archive/open-archive.server.ts';
import { Meter } from '#kernel/archive/meter.server.ts';
import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { storeFile } from '#kernel/files/stored-files.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { writeSearchedTextsOf } from '#modules/practices/index.server.ts';
import { type ArchiveManifest, type ArchivePart, recordsIn } from './archive-manifest.ts';
import { type PartName, fileOfPart, partNames, rowShapes, territoryShape } from './archive-shapes.ts';
import { insertAttachmentFiles, insertEvidenceFiles } from './archive-files-store.server.ts';
import { emptyTerritory, insertRows, isUntouched, writeSettings } from './territory-archive-store.server.ts';
import { fillManifest } from './export-territory.server.ts';
import { LineSink, LineTooLong } from './line-sink.server.ts';
import { rowToday } from './older-archives.ts';
import type { TerritoryArchive } from './read-archive.server.ts';

export type ImportArchiveError =
  | { code: 'not-allowed' }
  /** Someone works there already, and what is there is not what the archive holds: nothing is ever written over. */
  | { code: 'territory-not-empty' }
  /** A row that is not what such rows are; `line` is its number in the part. */
  | { code: 'archive-invalid'; part: string; line: number }
  /** Its records are on this instance already, in another territory: an address and an id belong to one. */
  | { code: 'already-on-instance' }
  | { code: 'archive-damaged'; part: string };

export interface ArchiveReport {
  territory: string;
  /** Records of the archive. */
  read: number;
  created: number;
  unchanged: number;
  files: number;
}

/** A refusal that takes the transaction with it. */
class Refused extends Error {
  readonly error: ImportArchiveError;

  constructor(error: ImportArchiveError) {
    super(error.code);
    this.error = error;
  }
}

/** What takes the transaction of a trial with it. */
class Tried extends Error {}

/**
 * Fills a territory where nobody wrote yet with what an archive holds, in one transaction: whole, or as before. On a territory
 * that holds the very same already, it changes nothing; any other is refused.
 *
 * @param options.dryRun does it all, and takes it back
 */
export async function importTerritory(
  context: Context,
  archive: TerritoryArchive,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<Result<ArchiveReport, ImportArchiveError>> {
  if (!hasRole(context.actor, 'owner')) return err({ code: 'not-allowed' });
  const { manifest } = archive;
  const read = recordsIn(manifest);
  const report = { territory: manifest.territory, read, files: manifest.files.length };
  if (!(await isUntouched(context))) {
    return (await holdsTheSame(context, manifest))
      ? ok({ ...report, created: 0, unchanged: read })
      : err({ code: 'territory-not-empty' });
  }
  try {
    await inTransaction(context.db, async (db) => {
      await fillTerritory({ ...context, db }, archive);
      if (dryRun) throw new Tried();
    });
    return ok({ ...report, created: read, unchanged: 0 });
  } catch (error) {
    if (error instanceof Tried) return ok({ ...report, created: read, unchanged: 0 });
    if (error instanceof Refused) return err(error.error);
    // It was checked before: someone changed it meanwhile.
    if (error instanceof ArchiveDamaged) return err({ code: 'archive-damaged', part: error.part });
    throw error;
  }
}

/** Whether an archive of the territory, made now, would have the same parts. */
async function holdsTheSame(context: Context, manifest: ArchiveManifest): Promise<boolean> {
  if (context.db.isTransaction) return false;
  const measuring: ArchiveFiller = {
    async add(_, content) {
      const meter = new Meter();
      await pipeline(content, meter, nowhere());
      return meter.measure();
    },
  };
  const own = await fillManifest(context, measuring, { product: '' });
  const sums = ({ parts, files }: ArchiveManifest) =>
    [...parts, ...files].map(({ sha256 }) => sha256).join(' ');
  return sums(own) === sums(manifest);
}

async function fillTerritory(context: Context, { manifest, archive }: TerritoryArchive): Promise<void> {
  await emptyTerritory(context);
  const [settings, ...parts] = manifest.parts;
  if (!settings) throw new ArchiveDamaged('manifest.json');
  const read = async (part: ArchivePart, take: (lines: string[], first: number) => Promise<void>) => {
    let first = 1;
    const sink = new LineSink(async (lines) => {
      await take(lines, first);
      first += lines.length;
    });
    await archive.pour(part, sink).catch((error: unknown) => {
      throw refusalOf(error, part.file, first);
    });
  };
  await read(settings, async (lines) => {
    for (const settled of rowsIn(territoryShape, lines.map(parseJson), { part: settings.file, first: 1 })) {
      await writeSettings(context, settled);
    }
  });
  for (const file of manifest.files) await takeFile(context, file, (into) => archive.pour(file, into));
  for (const name of partNames) {
    const part = parts.find(({ file }) => file === fileOfPart(name));
    if (part) await read(part, (lines, first) => writePart(context, name, { lines, first }));
  }
  await appendToJournal(context, {
    action: 'territory.archive-imported',
    changes: { records: { before: 0, after: recordsIn(manifest) } },
  });
}

/** What the database refuses of rows is the fault of the rows: of their ties (class 23) or values (class 22). */
function refusalOf(error: unknown, part: string, line: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const constraint = error instanceof Error && 'constraint' in error ? String(error.constraint) : '';
  if (code === '23505' && constraint.endsWith('_pkey')) return new Refused({ code: 'already-on-instance' });
  if (error instanceof LineTooLong || /^2[23]/.test(code)) {
    return new Refused({ code: 'archive-invalid', part, line });
  }
  return error;
}

async function writePart(
  context: Context,
  name: PartName,
  { lines, first }: { lines: string[]; first: number },
): Promise<void> {
  if (lines.length === 0) return;
  const at = { part: fileOfPart(name), first };
  const today = lines.map((line) => rowToday(name, parseJson(line)));
  const given = today.map(({ row }) => row);
  if (name === 'attachment-files') {
    await insertAttachmentFiles(context, rowsIn(rowShapes[name], given, at));
  } else if (name === 'evidence') {
    await insertEvidenceFiles(context, rowsIn(rowShapes[name], given, at));
  } else if (name === 'records') {
    const rows = rowsIn(rowShapes.records, given, at);
    const withText = rows.map((row) => ({ ...row, body_text: toPlainText(row.body) }));
    await insertRows(context, name, withText);
  } else if (name === 'practices') {
    const rows = rowsIn(rowShapes.practices, given, at);
    await insertRows(context, name, rows);
    await writeSearchedTextsOf(
      context,
      rows.map(({ record_id }) => record_id),
    );
  } else {
    await insertRows(context, name, rowsIn<z.ZodType<object>>(rowShapes[name], given, at));
  }
  for (const [first, { beside }] of today.entries()) {
    if (!beside) continue;
    const { part, row } = beside;
    const read = rowsIn<z.ZodType<object>>(rowShapes[part], [row], {
      part: at.part,
      first: at.first + first,
    });
    await insertRows(context, part, read);
  }
}

function rowsIn<Shape extends z.ZodType>(
  shape: Shape,
  given: readonly unknown[],
  { part, first }: { part: string; first: number },
): z.output<Shape>[] {
  return given.map((one, place) => {
    const row = shape.safeParse(one);
    if (row.success) return row.data;
    throw new Refused({ code: 'archive-invalid', part, line: first + place });
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function takeFile(
  context: Context,
  { bytes }: ArchivePart,
  pour: (into: Writable) => Promise<void>,
): Promise<void> {
  const through = new PassThrough();
  const [stored] = await Promise.all([storeFile(context, through, bytes), pour(through)]);
  if (!stored.ok) throw new ArchiveDamaged('files');
}
