import type { Delimiter } from '#kernel/tabular/csv-records.ts';
import type { CsvRow, CsvRowError } from '#kernel/tabular/csv-rows.server.ts';
import type { EncodingReport } from '#kernel/tabular/decode-text.server.ts';
import {
  type CsvFailure,
  type CsvLimits,
  type CsvTable,
  readCsv,
  readCsvFile,
} from '#kernel/tabular/read-csv.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ExplicitMapping } from './explicit-mapping.ts';
import { createIdentities, type Identity } from './identities.ts';
import type { ImportError } from './import-codes.ts';
import type { ImportSurroundings } from './interpret-place.ts';
import { type InterpretedRow, interpretRow } from './interpret-row.ts';
import { type RecognisedColumn, recogniseColumns } from './recognise-columns.ts';

export interface InventoryOptions {
  surroundings: ImportSurroundings;
  mapping?: ExplicitMapping;
  limits?: Partial<CsvLimits>;
}

export interface InventoryRecord {
  /** Number of the record in the file, from 1, refused ones included. */
  record: number;
  /** Physical line where it begins. */
  line: number;
  /** A practice with its identity and warnings, or why it is refused. */
  outcome: Result<InterpretedRow & { identity: Identity }, ImportError>;
}

export interface Inventory {
  format: 'csv';
  delimiter: Delimiter;
  columns: RecognisedColumn[];
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
 * Opens an inventory in CSV: recognises its columns, then gives its practices one by one, in bounded memory but for
 * what tells repeated and lookalike records (about 500 bytes each).
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
  const columns = recogniseColumns(table.headers, sample, options.mapping);
  if (!columns.ok) {
    await table.close();
    return columns;
  }
  const { delimiter, titleRows, encoding, close } = table;
  const records = readRecords(table, columns.value, options.surroundings);
  return ok({ format: 'csv', delimiter, columns: columns.value, titleRows, records, encoding, close });
}

function toImportError({ code, ...params }: CsvFailure): ImportError {
  return { code, params };
}

async function* readRecords(
  table: CsvTable,
  columns: readonly RecognisedColumn[],
  surroundings: ImportSurroundings,
): AsyncGenerator<InventoryRecord> {
  const { identify } = createIdentities();
  let record = 0;

  function interpret(row: Result<CsvRow, CsvRowError>): InventoryRecord['outcome'] {
    if (!row.ok) return err({ code: row.error.code, params: row.error.params });
    const interpreted = interpretRow(row.value, columns, surroundings);
    if (!interpreted.ok) return interpreted;
    const { draft, warnings } = interpreted.value;
    const identity = identify(draft, record);
    return ok({ draft, warnings: [...warnings, ...identity.warnings], identity });
  }
  for await (const row of table.rows) {
    record += 1;
    yield { record, line: row.ok ? row.value.line : row.error.line, outcome: interpret(row) };
  }
}
