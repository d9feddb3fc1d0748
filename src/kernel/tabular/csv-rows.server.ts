import { parse } from 'csv-parse/sync';
import { type Result, err, ok } from '#kernel/result.ts';
import { type Delimiter, type ScannedRecord, scanRecord, splitLeniently } from './csv-records.ts';
import { unguardFormula } from './formula-guard.ts';
import { type Lines, longestLine } from './physical-lines.ts';

export interface CsvRow {
  /** Physical line where the row begins, from 1. */
  line: number;
  /** A cell for every column, as written (not trimmed); empty where the row was shorter. */
  cells: Record<string, string>;
  /** Cells that the row lacked at its end. */
  missing: number;
  /** Its quotes were broken, and only one reading had the right number of cells. */
  repaired: boolean;
}

type CsvRowErrorCode =
  'broken-quotes' | 'too-many-cells' | 'cell-too-long' | 'line-too-long' | 'file-too-large';

export interface CsvRowError {
  line: number;
  code: CsvRowErrorCode;
  params: Record<string, string | number>;
  /** Beginning of what could not be read, so that a person can find and mend it. */
  text: string;
}

export interface CsvShape {
  delimiter: Delimiter;
  headers: string[];
}

interface Rules extends CsvShape {
  limits: { bytes: number; cellLength: number };
}

interface Source {
  /** Lines already taken from `batches`. */
  first: Lines;
  /** Number of the first of them, from 1. */
  firstLine: number;
  batches: AsyncIterator<Lines>;
  /** The file was longer than allowed: what was read is not the whole. */
  isCut(): boolean;
  close(): Promise<void>;
}

type Item = Result<CsvRow, CsvRowError>;

/** The rows of a file after its names, as they come; see `readCsv`. */
export async function* readRows(source: Source, rules: Rules): AsyncGenerator<Item> {
  const reader = createRowReader(rules);
  let lines = source.first;
  let number = source.firstLine;
  try {
    for (;;) {
      const next = await source.batches.next();
      for (let read = -1; read !== 0; lines = lines.slice(read)) {
        const found = reader.read(lines, number, next.done === true);
        yield* found.items;
        ({ read } = found);
        number += read;
      }
      if (next.done) break;
      lines = [...lines, ...next.value];
    }
  } finally {
    await source.close();
  }
  if (source.isCut()) {
    const params = { limit: rules.limits.bytes };
    yield err({ line: number, code: 'file-too-large', params, text: '' });
  }
}

/** Lines read in one go: meanwhile nothing else runs, and quotes out of place take their time. */
const linesAtOnce = 1000;

/** A row that a reading of some lines gave. */
interface Reading {
  cells: string[];
  /** How many lines it took. */
  lines: number;
  repaired: boolean;
}

function createRowReader(rules: Rules) {
  const { delimiter, headers } = rules;
  /** After a broken row, what follows may be its remains: only rows of the exact width are believed. */
  let recovering = false;
  /**
   * Number of a line: no quote that could close one was found before it. Looking again from each line would take hours
   * for a file full of broken quotes.
   */
  let unclosedUntil = 0;

  function accept(reading: Reading | null, line: number, text: string): Item[] {
    if (reading && isBlank(reading.cells)) return [];
    if (!reading || (recovering && reading.cells.length !== headers.length)) {
      recovering = true;
      return [err({ line, code: 'broken-quotes', params: {}, text: text.slice(0, 200) })];
    }
    recovering = false;
    return [judge(reading, { line, text: text.slice(0, 200) }, rules)];
  }

  /** The first rows of these lines, and how many lines they took: none when the next row needs further ones. */
  function read(lines: Lines, number: number, atEnd: boolean): { items: Item[]; read: number } {
    const items: Item[] = [];
    let simple: { line: number; text: string }[] = [];
    function flush(): void {
      for (const { line, text, cells } of parseSimple(simple, delimiter)) {
        items.push(
          ...accept({ cells: withoutEmptyEnd(cells, headers.length), lines: 1, repaired: false }, line, text),
        );
      }
      simple = [];
    }
    let at = 0;
    while (at < Math.min(lines.length, linesAtOnce)) {
      const start = lines[at] ?? '';
      if (start.length >= longestLine) {
        flush();
        items.push(lineTooLong(number + at, start));
        at += 1;
        continue;
      }
      const longest = number + at < unclosedUntil ? { longest: 0 } : {};
      const scanned = scanRecord(lines, at, { delimiter, ...longest });
      if (scanned.wantsMore && !atEnd) break;
      if (scanned.state === 'open') unclosedUntil = Math.max(unclosedUntil, number + scanned.end);
      if (scanned.state === 'clean' && scanned.end === at + 1) {
        if (start.trim() !== '') simple.push({ line: number + at, text: start.replace(/\r$/, '') });
        at += 1;
      } else {
        flush();
        const reading = readDifficult(lines.slice(at, scanned.end), scanned, rules);
        items.push(...accept(reading, number + at, start));
        at += reading?.lines ?? 1;
      }
    }
    flush();
    return { items, read: at };
  }
  return { read };
}

function lineTooLong(line: number, text: string): Item {
  return err({ line, code: 'line-too-long', params: { limit: longestLine }, text: text.slice(0, 200) });
}

/**
 * A row of several lines, or with quotes out of place; null when no reading is sure. A quote that was never closed
 * shows in that the lines it swallowed are rows by themselves.
 */
function readDifficult(
  lines: Lines,
  { state }: ScannedRecord,
  { delimiter, headers }: CsvShape,
): Reading | null {
  const width = headers.length;
  const swallowed = lines.slice(1).some((line) => line.split(delimiter).length === width);
  if (state !== 'open') {
    const text = lines.join('\n').replace(/\r$/, '');
    const cells = withoutEmptyEnd(splitLeniently(text, delimiter), width);
    const isSure =
      state === 'clean' ? cells.length === width || !swallowed : cells.length === width && !swallowed;
    if (isSure) return { cells, lines: lines.length, repaired: state !== 'clean' };
  }
  const first = (lines[0] ?? '').replace(/\r$/, '').split(delimiter);
  return first.length === width ? { cells: first, lines: 1, repaired: true } : null;
}

function judge(reading: Reading, at: { line: number; text: string }, rules: Rules): Item {
  const { cells, repaired } = reading;
  const { headers, limits } = rules;
  if (cells.length > headers.length) {
    return err({ ...at, code: 'too-many-cells', params: { expected: headers.length, found: cells.length } });
  }
  const long = cells.findIndex((cell) => cell.length > limits.cellLength);
  if (long !== -1) {
    const params = { column: headers[long] ?? '', limit: limits.cellLength };
    return err({ ...at, code: 'cell-too-long', params });
  }
  return ok(toRow(cells, { line: at.line, repaired }, rules));
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Cells of rows that stand on one line each and are written by the book. */
function parseSimple<Row extends { text: string }>(rows: readonly Row[], delimiter: Delimiter) {
  if (rows.length === 0) return [];
  const text = rows.map((row) => row.text).join('\n');
  const parsed = parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
  if (parsed.length !== rows.length) throw new Error(`${rows.length} CSV rows were read as ${parsed.length}`);
  return rows.map((row, index) => ({ ...row, cells: parsed[index] ?? [] }));
}

/** Spreadsheets end rows with separators for columns that hold nothing. */
function withoutEmptyEnd(cells: string[], width: number): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.length > width ? cells.slice(0, Math.max(width, last + 1)) : cells;
}

/** Puts cells under their names. `Object.fromEntries` keeps even a column called `__proto__`. */
export function toRow(
  cells: readonly string[],
  { line, repaired }: { line: number; repaired: boolean },
  { headers }: CsvShape,
): CsvRow {
  return {
    line,
    cells: Object.fromEntries(headers.map((name, index) => [name, unguardFormula(cells[index] ?? '')])),
    missing: Math.max(0, headers.length - cells.length),
    repaired,
  };
}
