import type { RenamedColumn } from '#kernel/tabular/csv-header.ts';
import type { Delimiter } from '#kernel/tabular/csv-records.ts';
import type { CsvRowError } from '#kernel/tabular/csv-rows.server.ts';
import type { EncodingReport } from '#kernel/tabular/decode-text.server.ts';
import {
  type CsvFailure,
  type CsvLimits,
  type CsvTable,
  readCsv,
  readCsvFile,
} from '#kernel/tabular/read-csv.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type ExplicitMapping, mappingWithin } from './explicit-mapping.ts';
import type { ImportError, ImportWarning } from './import-codes.ts';
import type { ImportSurroundings } from './interpret-place.ts';
import { type InterpretedRow, interpretRow } from './interpret-row.ts';
import { type RecognisedColumn, recogniseColumns } from './recognise-columns.ts';

export interface InventoryOptions {
  surroundings: ImportSurroundings;
  mapping?: ExplicitMapping;
  /** The mapping was made for another file: what it says of columns that this one lacks is passed over. */
  mappingIsOlder?: boolean;
  limits?: Partial<CsvLimits>;
}

export interface InventoryRecord {
  /** Number of the record in the file, from 1, refused ones included. */
  record: number;
  /** Physical line where it begins. */
  line: number;
  /** A practice with what its row told, or why it is refused. */
  outcome: Result<InterpretedRow, ImportError>;
}

export interface Inventory {
  format: 'csv';
  delimiter: Delimiter;
  columns: RecognisedColumn[];
  /** What is told of the row of names. */
  header: { line: number; warnings: ImportWarning[] };
  /** What stood above the row of names. */
  titleRows: string[];
  /** In the order of the file; can be read once. After `file-too-large` nothing follows: the import is refused. */
  records: AsyncIterable<InventoryRecord>;
  /** What was found so far; final once `records` has been read. */
  encoding(): EncodingReport;
  /** Lets the file go; needed only when `records` is not read to its end. */
  close(): Promise<void>;
}

/**
 * Opens an inventory in CSV: recognises its columns, then gives its practices one by one, in bounded memory.
 *
 * @param source path of a file, or its bytes
 */
export async function readInventory(
  source: string | AsyncIterable<Uint8Array>,
  options: InventoryOptions,
): Promise<Result<Inventory, ImportError>> {
  const limits = options.limits ? { limits: options.limits } : {};
  const opened =
    typeof source === 'string' ? await readCsvFile(source, limits) : await readCsv(source, limits);
  if (!opened.ok) return err(toImportError(opened.error));
  const table = opened.value;
  const sample = table.sample.map(({ cells }) => cells);
  const { mapping = {}, mappingIsOlder = false } = options;
  const holding = mappingIsOlder ? mappingWithin(mapping, table.headers) : mapping;
  const columns = recogniseColumns(table.headers, sample, holding);
  if (!columns.ok) {
    await table.close();
    return columns;
  }
  const { delimiter, titleRows, encoding, close } = table;
  const header = { line: table.headerLine ?? 1, warnings: table.renamed.map(tellRenamed) };
  const records = readRecords(table, columns.value, options.surroundings);
  return ok({
    format: 'csv',
    delimiter,
    columns: columns.value,
    header,
    titleRows,
    records,
    encoding,
    close,
  });
}

function tellRenamed({ original, name }: RenamedColumn): ImportWarning {
  return { field: null, code: 'repeated-column', params: { column: original, name } };
}

function toImportError({ code, ...params }: CsvFailure): ImportError {
  return { code, params };
}

async function* readRecords(
  table: CsvTable,
  columns: readonly RecognisedColumn[],
  surroundings: ImportSurroundings,
): AsyncGenerator<InventoryRecord> {
  let record = 0;
  for await (const row of table.rows) {
    record += 1;
    const { line } = row.ok ? row.value : row.error;
    const outcome = row.ok ? interpretRow(row.value, columns, surroundings) : err(toRowError(row.error));
    yield { record, line, outcome };
  }
}

function toRowError({ code, params }: CsvRowError): ImportError {
  return { code, params };
}
