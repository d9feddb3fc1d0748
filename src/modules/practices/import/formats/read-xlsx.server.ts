import { detectHeader } from '#kernel/tabular/csv-header.ts';
import { unguardFormula } from '#kernel/tabular/formula-guard.ts';
import { type Sheet, type WorkbookFailure, openWorkbook } from '#kernel/tabular/xlsx/open-workbook.server.ts';
import type { SheetRow } from '#kernel/tabular/xlsx/sheet-rows.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError, ImportWarning } from '../import-codes.ts';
import { recogniseColumns } from '../recognise-columns.ts';
import type { ReadOptions, SourceFile, SourceRow, SourceRowError, SourceTable } from './source-table.ts';
import { tellRenamed } from './tell-renamed.ts';

/** Bytes: a workbook is read from its end, so it stands in memory, compressed as it is. */
const largestWorkbook = 100 * 1024 * 1024;
const sampleSize = 200;
const mostColumns = 500;

/** The sheet of an Excel workbook that looks most like an inventory. */
export async function readXlsx(
  file: SourceFile,
  { maxBytes }: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const limit = Math.min(maxBytes, largestWorkbook);
  const bytes = await wholeFile(file, limit);
  if (!bytes) return err({ code: 'file-too-large', params: { limit } });
  const opened = await openWorkbook(bytes);
  if (!opened.ok) return err(toImportError(opened.error));
  try {
    return await tableOf(opened.value.sheets);
  } catch {
    return err(damaged);
  }
}

const damaged: ImportError = { code: 'workbook-damaged', params: {} };

function toImportError(failure: WorkbookFailure): ImportError {
  if (failure.code === 'damaged') return damaged;
  if (failure.code === 'inflates-too-much') return { code: 'inflates-too-much', params: {} };
  const params = { format: failure.found };
  return failure.found === 'xlsb' ? { code: 'other-spreadsheet', params } : { code: 'not-a-table', params };
}

async function wholeFile(file: SourceFile, limit: number): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.open()) {
    size += piece.length;
    if (size > limit) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

interface Candidate {
  sheet: Sheet;
  header: ReturnType<typeof detectHeader>;
  /** Row of the names, and of the first record. */
  headerRow: number;
  firstRow: number;
  sample: SourceRow[];
  likeness: number;
}

async function tableOf(sheets: readonly Sheet[]): Promise<Result<SourceTable, ImportError>> {
  const candidates: Candidate[] = [];
  for (const sheet of sheets) {
    const candidate = await lookAt(sheet);
    if (candidate) candidates.push(candidate);
  }
  const [best, ...others] = candidates.toSorted((one, other) => other.likeness - one.likeness);
  if (!best) return err({ code: 'empty', params: {} });
  const found = best.header.names.length;
  if (found > mostColumns) return err({ code: 'too-many-columns', params: { found, limit: mostColumns } });
  const rows = readRows(best);
  return ok({
    format: 'xlsx',
    encoding: () => 'utf-8',
    headers: best.header.names,
    sample: best.sample,
    known: {},
    sourceName: '',
    licence: '',
    header: {
      line: best.headerRow,
      warnings: [...best.header.renamed.map(tellRenamed), ...tellOthers(best, others)],
    },
    rows,
    close: async () => void (await rows.return(undefined)),
  });
}

/** Undefined when the sheet holds nothing. */
async function lookAt(sheet: Sheet): Promise<Candidate | undefined> {
  const rows: SheetRow[] = [];
  for await (const row of sheet.rows()) {
    rows.push(row);
    if (rows.length >= sampleSize) break;
  }
  const records = rows.map(({ row, cells }) => ({ start: row, end: row, cells }));
  const [first] = records;
  if (!first) return undefined;
  const header = detectHeader(records);
  const headerRow = header.index === null ? 0 : (records[header.index]?.start ?? 0);
  const sample = rows.filter(({ row }) => row > headerRow).map((row) => toRow(row, header.names));
  const read = sample.flatMap((row) => (row.ok ? [row.value] : []));
  const likeness = likenessOf(header.names, read) - (sheet.isHidden ? 1000 : 0);
  return { sheet, header, headerRow, firstRow: headerRow + 1, sample: read, likeness };
}

/** An inventory has names, then places, then many rows. */
function likenessOf(headers: readonly string[], sample: readonly SourceRow[]): number {
  const columns = recogniseColumns(
    headers,
    sample.map(({ cells }) => cells),
  );
  const recognised = columns.ok ? columns.value.filter(({ score }) => score >= 0.5).length : -100;
  return recognised * 10 + Math.min(sample.length, 50) / 10;
}

function tellOthers({ sheet }: Candidate, others: readonly Candidate[]): ImportWarning[] {
  const left = others.filter((other) => other.sample.length > 0 && !other.sheet.isHidden);
  const names = left.map((other) => other.sheet.name).join(', ');
  return names === ''
    ? []
    : [{ field: null, code: 'other-sheets', params: { name: sheet.name, value: names } }];
}

async function* readRows({
  sheet,
  header,
  firstRow,
}: Candidate): AsyncGenerator<Result<SourceRow, SourceRowError>> {
  let line = firstRow;
  try {
    for await (const row of sheet.rows()) {
      if (row.row < firstRow) continue;
      line = row.row;
      yield toRow(row, header.names);
    }
  } catch {
    yield err({ ...damaged, line });
  }
}

function toRow({ row, cells }: SheetRow, headers: readonly string[]): Result<SourceRow, SourceRowError> {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  if (last >= headers.length) {
    return err({ line: row, code: 'too-many-cells', params: { expected: headers.length, found: last + 1 } });
  }
  return ok({
    line: row,
    cells: Object.fromEntries(headers.map((name, index) => [name, unguardFormula(cells[index] ?? '')])),
  });
}
