import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportWarning } from '../import-codes.ts';
import type { SourceQuestion } from '../own-columns.ts';
import type { Cells } from '../recognise-columns.ts';
import { cappedHeaders } from './capped-headers.ts';
import {
  type ImportFormat,
  type KnownColumns,
  type SourceRow,
  type SourceRowError,
  type SourceTable,
  tooLongCell,
} from './source-table.ts';

/** Rows that columns are recognised by. */
const sampleSize = 200;

/** What a reader found in a file that it holds whole. */
export interface HeldRows {
  headers: readonly string[];
  known: KnownColumns;
  rows: readonly Cells[];
  /** What is told of some of the rows. */
  remarks?: ReadonlyMap<Cells, readonly ImportWarning[]>;
  questions?: ReadonlyMap<string, SourceQuestion>;
  sourceName: string;
  licence?: string;
  warnings: readonly ImportWarning[];
}

/** Rows held in memory, as a table; their line is their number in the file. */
export function heldTable(format: ImportFormat, encoding: string, held: HeldRows): SourceTable {
  const { sourceName, licence = '', warnings } = held;
  const { headers, cap } = cappedHeaders(countsOf(held));
  const rows = held.rows.map((cells, index): SourceRow => ({
    line: index + 1,
    cells: cap(cells),
    warnings: held.remarks?.get(cells) ?? [],
  }));
  const known = Object.fromEntries(Object.entries(held.known).filter(([header]) => headers.includes(header)));
  async function* all(): AsyncGenerator<Result<SourceRow, SourceRowError>> {
    for (const row of rows) {
      const tooLong = tooLongCell(Object.entries(row.cells));
      yield tooLong ? err({ line: row.line, ...tooLong }) : ok(row);
    }
  }
  return {
    format,
    encoding: () => encoding,
    headers,
    sample: rows.slice(0, sampleSize),
    known,
    ...(held.questions && { questions: held.questions }),
    sourceName,
    licence,
    header: { line: 1, warnings },
    rows: all(),
    close: async () => undefined,
  };
}

/** How many rows fill each column; those that none fills are kept too. */
function countsOf({ headers, rows }: HeldRows): ReadonlyMap<string, number> {
  const counts = new Map(headers.map((header) => [header, 0]));
  for (const row of rows) for (const name of Object.keys(row)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
