import type { Json } from '#kernel/json.ts';
import { decodeText } from '#kernel/tabular/decode-text.server.ts';
import { type JsonPath, type JsonPiece, JsonSplitter } from '#kernel/tabular/json-splitter.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError, ImportWarning } from '../import-codes.ts';
import { cappedHeaders } from './capped-headers.ts';
import { errorOfBreak } from './whole-json.server.ts';
import {
  type KnownColumns,
  type ReadOptions,
  type SourceFile,
  type SourceRow,
  type SourceRowError,
  type SourceTable,
  tooLongCell,
} from './source-table.ts';

/** What one record tells: its cells by name, and remarks of the format. Null when the value is no record. */
export type RecordCells = { cells: Map<string, string>; warnings?: ImportWarning[] } | null;

/** What a format makes of a JSON file. */
export interface JsonFormat {
  format: SourceTable['format'];
  /** Whether a value there is a record, to be given whole. */
  takes(path: JsonPath): boolean;
  /**
   * The cells of a record. `about` holds what stands outside of records, by dotted path; while the file is read for the
   * first time, it holds only what came before.
   */
  cellsOf(record: Json, path: JsonPath, about: ReadonlyMap<string, string>): RecordCells;
  /** What is known once the whole file was looked through. */
  describe(about: ReadonlyMap<string, string>, headers: readonly string[]): JsonDescription;
}

export interface JsonDescription {
  sourceName: string;
  licence: string;
  /** Also of columns that this file lacks. */
  known: KnownColumns;
  warnings: ImportWarning[];
  /** See `SourceTable`. */
  above?: ReadonlyMap<string, string>;
}

/** Characters of one record: the outline of a town has some hundred thousand. */
const longestRecord = 5_000_000;
const deepest = 50;
/** Members outside of records that are remembered, and characters of each. */
const about = { entries: 5000, length: 2000 };
const sampleSize = 200;
/** A preview looks at that many records. */
const previewRecords = 1000;

interface Scan {
  about: Map<string, string>;
  /** How many records have each column. */
  headers: Map<string, number>;
  sample: JsonPiece[];
  encoding: string;
}

/**
 * Reads the records of a JSON file of any size in bounded memory: once to learn its columns, for records need not all
 * have the same members and what describes them may come last, then once more to give them.
 */
export async function readJsonTable(
  file: SourceFile,
  options: ReadOptions,
  shape: JsonFormat,
): Promise<Result<SourceTable, ImportError>> {
  const scanned = await scan(file, options, shape);
  if (!scanned.ok) return scanned;
  const { about: known, sample, encoding } = scanned.value;
  const samples = sample
    .map((piece) => toRow(piece, shape, known))
    .flatMap((row) => (row.ok ? [row.value] : []));
  for (const { cells } of samples) count(scanned.value.headers, Object.keys(cells));
  const { headers, cap } = cappedHeaders(scanned.value.headers);
  const { warnings, ...described } = shape.describe(known, headers);
  if (headers.length === 0) return err(nothingIn(sample, warnings));
  const present = Object.entries(described.known).filter(([header]) => headers.includes(header));
  const rows = readRows(file, shape, { about: known, cap });
  return ok({
    format: shape.format,
    encoding: () => encoding,
    headers,
    sample: samples.map((row) => ({ ...row, cells: cap(row.cells) })),
    ...described,
    known: Object.fromEntries(present),
    header: { line: 1, warnings },
    rows,
    close: async () => void (await rows.return(undefined)),
  });
}

/** A file without any record that can be read: because of its first one, when it has some. */
function nothingIn([first]: readonly JsonPiece[], warnings: readonly ImportWarning[]): ImportError {
  const distant = warnings.find(({ code }) => code === 'distant-layer');
  if (distant) return { code: 'only-distant-layers', params: distant.params };
  const code = first?.fault ? (`record-${first.fault}` as const) : 'no-records';
  return { code, params: { limit: longestRecord } };
}

function count(headers: Map<string, number>, names: Iterable<string>): void {
  for (const name of names) headers.set(name, (headers.get(name) ?? 0) + 1);
}

async function scan(
  file: SourceFile,
  { maxBytes, isPreview }: ReadOptions,
  shape: JsonFormat,
): Promise<Result<Scan, ImportError>> {
  const meter = metered(file.open(), maxBytes);
  const decoded = await decodeText(meter.bytes);
  if (!decoded.ok) return err({ code: decoded.error, params: {} });
  const found: Scan = { about: new Map(), headers: new Map(), sample: [], encoding: '' };
  let records = 0;
  const splitter = splitterOf(shape);
  for await (const piece of piecesOf(splitter, decoded.value.text)) {
    if (!shape.takes(piece.path)) {
      noteAbout(found.about, piece);
      continue;
    }
    records += 1;
    if (found.sample.length < sampleSize) found.sample.push(piece);
    const value = piece.fault === null ? parseJson(piece.text) : undefined;
    const read = value === undefined ? null : shape.cellsOf(value, piece.path, found.about);
    if (read) count(found.headers, read.cells.keys());
    if (isPreview && records >= previewRecords) break;
  }
  if (meter.isCut()) return err({ code: 'file-too-large', params: { limit: maxBytes } });
  if (splitter.broken) return err(errorOfBreak(splitter.broken, { deepest, records }));
  return ok({ ...found, encoding: decoded.value.report().encoding });
}

function splitterOf({ takes }: JsonFormat): JsonSplitter {
  return new JsonSplitter({ takes, longest: longestRecord, deepest });
}

function noteAbout(known: Map<string, string>, { path, text }: JsonPiece): void {
  if (known.size >= about.entries || text.length > about.length) return;
  const value = parseJson(text);
  if (value !== null && value !== undefined) known.set(path.join('.'), String(value));
}

/** The file without what goes beyond its largest size. */
function metered(bytes: AsyncIterable<Uint8Array>, limit: number) {
  let size = 0;
  async function* upToLimit(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > limit) return;
      yield piece;
    }
  }
  return { bytes: upToLimit(), isCut: () => size > limit };
}

async function* piecesOf(splitter: JsonSplitter, text: AsyncIterable<string>): AsyncGenerator<JsonPiece> {
  for await (const part of text) {
    yield* splitter.push(part);
    if (splitter.broken) return;
  }
  yield* splitter.end();
}

async function* readRows(
  file: SourceFile,
  shape: JsonFormat,
  {
    about: known,
    cap,
  }: { about: ReadonlyMap<string, string>; cap: (cells: SourceRow['cells']) => SourceRow['cells'] },
): AsyncGenerator<Result<SourceRow, SourceRowError>> {
  const decoded = await decodeText(file.open());
  if (!decoded.ok) return;
  for await (const piece of piecesOf(splitterOf(shape), decoded.value.text)) {
    if (!shape.takes(piece.path)) continue;
    const row = toRow(piece, shape, known);
    yield row.ok ? ok({ ...row.value, cells: cap(row.value.cells) }) : row;
  }
}

function toRow(
  { text, path, line, fault }: JsonPiece,
  shape: JsonFormat,
  known: ReadonlyMap<string, string>,
): Result<SourceRow, SourceRowError> {
  if (fault) return err({ line, code: `record-${fault}`, params: { limit: longestRecord } });
  const value = parseJson(text);
  const read = value === undefined ? null : shape.cellsOf(value, path, known);
  if (!read) return err({ line, code: 'record-not-understood', params: {} });
  const tooLong = tooLongCell(read.cells);
  if (tooLong) return err({ line, ...tooLong });
  const { warnings = [] } = read;
  return ok({ line, cells: Object.fromEntries(read.cells), warnings });
}
