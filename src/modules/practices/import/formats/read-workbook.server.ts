import { detectHeader } from '#kernel/tabular/csv-header.ts';
import { unguardFormula } from '#kernel/tabular/formula-guard.ts';
import { openOds } from '#kernel/tabular/workbook/open-ods.server.ts';
import { openXlsx } from '#kernel/tabular/workbook/open-xlsx.server.ts';
import type { Sheet, SheetRow, WorkbookFailure } from '#kernel/tabular/workbook/workbook.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError, ImportWarning } from '../import-codes.ts';
import { recogniseColumns } from '../recognise-columns.ts';
import { type LinkColumns, linkColumnsOf, withLinks } from './link-columns.ts';
import type { ReadSource, SourceRow, SourceRowError, SourceTable } from './source-table.ts';
import { tellRenamed } from './tell-renamed.ts';
import { readWholeBytes } from './whole-bytes.server.ts';

const sampleSize = 200;
const mostColumns = 500;

const openers = { xlsx: openXlsx, ods: openOds } as const;

/** The sheet of an Excel workbook that looks most like an inventory. */
export const readXlsx: ReadSource = (file, options) => readWorkbook('xlsx', file, options);

/** The same of a spreadsheet of LibreOffice. */
export const readOds: ReadSource = (file, options) => readWorkbook('ods', file, options);

async function readWorkbook(
  format: keyof typeof openers,
  ...[file, options]: Parameters<ReadSource>
): ReturnType<ReadSource> {
  const bytes = await readWholeBytes(file, options);
  if (!bytes.ok) return bytes;
  const opened = await openers[format](bytes.value);
  if (!opened.ok) return err(toImportError(opened.error, format));
  try {
    return await tableOf(format, opened.value.sheets);
  } catch {
    return err(damaged);
  }
}

const damaged: ImportError = { code: 'workbook-damaged', params: {} };

function toImportError(failure: WorkbookFailure, format: string): ImportError {
  if (failure.code === 'damaged') return damaged;
  if (failure.code !== 'not-a-workbook') return { code: failure.code, params: { format } };
  const params = { format: failure.found };
  return failure.found === 'xlsb' ? { code: 'other-spreadsheet', params } : { code: 'not-a-table', params };
}

interface Candidate {
  sheet: Sheet;
  header: ReturnType<typeof detectHeader>;
  /** Row of the names, and of the first record. */
  headerRow: number;
  firstRow: number;
  sample: SourceRow[];
  linked: LinkColumns;
  likeness: number;
}

/** The sheet, or the table, that looks most like an inventory. */
export async function tableOf(
  format: SourceTable['format'],
  sheets: readonly Sheet[],
): Promise<Result<SourceTable, ImportError>> {
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
    format,
    encoding: () => 'utf-8',
    headers: [...best.header.names, ...best.linked.values()],
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
  const below = rows.filter(({ row }) => row > headerRow);
  const linked = linkColumnsOf(below, header.names);
  const sample = below.map((row) => toRow(row, header.names, linked));
  const read = sample.flatMap((row) => (row.ok ? [row.value] : []));
  const likeness = likenessOf(header.names, read) - (sheet.isHidden ? 1000 : 0);
  return { sheet, header, headerRow, firstRow: headerRow + 1, sample: read, linked, likeness };
}

/** An inventory has names, then places, then many rows. */
function likenessOf(headers: readonly string[], sample: readonly SourceRow[]): number {
  if (headers.length > mostColumns) return -1000;
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
  linked,
  firstRow,
}: Candidate): AsyncGenerator<Result<SourceRow, SourceRowError>> {
  let line = firstRow;
  try {
    for await (const row of sheet.rows()) {
      if (row.row < firstRow) continue;
      line = row.row;
      yield toRow(row, header.names, linked);
    }
  } catch {
    yield err({ ...damaged, line });
  }
}

function toRow(
  row: SheetRow,
  headers: readonly string[],
  linked: LinkColumns,
): Result<SourceRow, SourceRowError> {
  const last = row.cells.findLastIndex((cell) => cell.trim() !== '');
  if (last >= headers.length) {
    const params = { expected: headers.length, found: last + 1 };
    return err({ line: row.row, code: 'too-many-cells', params });
  }
  const cells = headers.map((name, index) => [name, unguardFormula(row.cells[index] ?? '')] as const);
  return ok({ line: row.row, cells: Object.fromEntries([...cells, ...withLinks(row, linked)]) });
}
