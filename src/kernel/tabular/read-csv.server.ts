import { type Result, err, ok } from '#kernel/result.ts';
import { declaredDelimiter, detectDelimiter, sampleRecords } from './csv-dialect.ts';
import { type RenamedColumn, detectHeader } from './csv-header.ts';
import type { Delimiter } from './csv-records.ts';
import { type CsvRow, type CsvRowError, type CsvShape, readRows, toRow } from './csv-rows.server.ts';
import { type DecodeFailure, decodeText, type EncodingReport } from './decode-text.server.ts';
import { type Lines, physicalLines } from './physical-lines.ts';

export interface CsvLimits {
  /** Bytes of the file. */
  bytes: number;
  /** Characters of one cell. */
  cellLength: number;
  columns: number;
}

const csvLimits: CsvLimits = { bytes: 50 * 1024 * 1024, cellLength: 100_000, columns: 500 };

export interface CsvOptions {
  limits?: Partial<CsvLimits>;
  /** Skips detection; for files we wrote ourselves. */
  delimiter?: Delimiter;
  /** The first row with cells enough holds the names, even where they look like data. */
  namesFirst?: boolean;
}

export type CsvFailure =
  | { code: DecodeFailure }
  | { code: 'file-too-large'; limit: number }
  | { code: 'too-many-columns'; found: number; limit: number };

export interface CsvTable {
  delimiter: Delimiter;
  /** One name per column: never empty, never twice. */
  headers: string[];
  /** Columns that bear the name of an earlier one, and so were given another. */
  renamed: RenamedColumn[];
  /** Line of the row of names; null when the file has none and columns are called `#1`, `#2`… */
  headerLine: number | null;
  /** What stood above the row of names, one text per row. */
  titleRows: string[];
  /** The first rows, for guessing what columns hold; they come again in `rows`. */
  sample: CsvRow[];
  /** Every row, or why it could not be read; can be read once. After `file-too-large` nothing follows. */
  rows: AsyncIterable<Result<CsvRow, CsvRowError>>;
  /** What was found so far; final once `rows` has been read. */
  encoding(): EncodingReport;
  /** Lets the file go; needed only when `rows` is not read to its end. */
  close(): Promise<void>;
}

/**
 * Reads comma-, semicolon-, tab- or bar-separated text as a stream, in bounded memory. Recognises the encoding, the
 * separator (or Excel's `sep=;`), title rows above the names, and line ends inside quoted cells. Blank rows are
 * skipped. A row whose quotes are broken is repaired when only one reading has the right number of cells, else it
 * becomes an error with its line number, and reading goes on after it.
 */
export async function readCsv(
  bytes: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): Promise<Result<CsvTable, CsvFailure>> {
  const limits = { ...csvLimits, ...options.limits };
  const source = countBytes(bytes, limits.bytes);
  const opened = await openTable(source, { ...options, limits });
  if (!opened.ok) await source.close();
  return opened;
}

interface CountedBytes {
  bytes: AsyncIterable<Uint8Array>;
  /** There were more bytes than allowed, and the rest was left. */
  isCut(): boolean;
  close(): Promise<void>;
}

function countBytes(bytes: AsyncIterable<Uint8Array>, limit: number): CountedBytes {
  const source = bytes[Symbol.asyncIterator]();
  let read = 0;
  async function close(): Promise<void> {
    await source.return?.();
  }
  async function* upToLimit(): AsyncGenerator<Uint8Array> {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const allowed = next.value.subarray(0, Math.max(0, limit - read));
      read += next.value.length;
      if (allowed.length > 0) yield allowed;
      if (read > limit) break;
    }
    await close();
  }
  return { bytes: upToLimit(), isCut: () => read > limit, close };
}

async function openTable(
  source: CountedBytes,
  options: CsvOptions & { limits: CsvLimits },
): Promise<Result<CsvTable, CsvFailure>> {
  const { limits } = options;
  const decoded = await decodeText(source.bytes);
  if (!decoded.ok) return err({ code: decoded.error });
  const batches = physicalLines(decoded.value.text);
  const lines = await firstLines(batches);
  const dialect = detectDialect(lines, options);
  if (!dialect) return err({ code: 'empty' });
  const { shape, next, ...head } = dialect;
  const found = shape.headers.length;
  if (found > limits.columns) return err({ code: 'too-many-columns', found, limit: limits.columns });
  const { isCut, close } = source;
  const rest = { first: lines.slice(next), firstLine: next + 1, batches, isCut, close };
  const rows = readRows(rest, { ...shape, limits });
  return ok({ ...head, ...shape, rows, encoding: decoded.value.report, close });
}

const sampleLines = 500;
const sampleCharacters = 200_000;

async function firstLines(batches: AsyncIterator<Lines>): Promise<string[]> {
  let lines: string[] = [];
  let characters = 0;
  while (lines.length < sampleLines && characters < sampleCharacters) {
    const next = await batches.next();
    if (next.done) break;
    lines = [...lines, ...next.value];
    characters += next.value.reduce((sum, line) => sum + line.length, 0);
  }
  return lines;
}

interface Dialect {
  shape: CsvShape;
  renamed: RenamedColumn[];
  headerLine: number | null;
  titleRows: string[];
  sample: CsvRow[];
  /** Index of the first line after the row of names. */
  next: number;
}

function detectDialect(first: readonly string[], options: CsvOptions): Dialect | null {
  const lines = first.slice(0, sampleLines);
  const declared = declaredDelimiter(lines[0] ?? '');
  const skipped = declared ? 1 : 0;
  const rest = lines.slice(skipped);
  const delimiter = options.delimiter ?? declared ?? detectDelimiter(rest);
  const records = sampleRecords(rest, delimiter);
  if (records.length === 0 || rest.every((line) => /^[\s;,|"]*$/.test(line))) return null;
  const { index, names, renamed } = detectHeader(records, options.namesFirst);
  const shape: CsvShape = { delimiter, headers: names };
  const header = index === null ? undefined : records[index];
  const above = index === null ? [] : records.slice(0, index);
  const data = records.slice(index === null ? 0 : index + 1, 200);
  return {
    shape,
    renamed,
    headerLine: header ? header.start + skipped + 1 : null,
    titleRows: above.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').join(' ')),
    sample: data.map(({ start, cells }) =>
      toRow(cells, { line: start + skipped + 1, repaired: false }, shape),
    ),
    next: header ? header.end + skipped : skipped,
  };
}
