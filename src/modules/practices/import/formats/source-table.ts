import type { Result } from '#kernel/result.ts';
import type { ImportError, ImportWarning } from '../import-codes.ts';
import type { SourceQuestion } from '../own-columns.ts';
import type { ImportField } from '../practice-draft.ts';
import type { Cells } from '../recognise-columns.ts';

/** Formats of the public contract (`import --format`). */
export const importFormats = [
  'csv',
  'xlsx',
  'ods',
  'html',
  'geojson',
  'json',
  'umap',
  'kml',
  'gpx',
  'osm',
  'yeswiki-json',
  'yeswiki-csv',
  'gogocarto',
  'smw',
  'rdf',
  'jsonld',
  'entrelacs',
] as const;
export type ImportFormat = (typeof importFormats)[number];

/** A file that explains the inventory: its taxonomy, its form, its lists. Small, so it is whole. */
export interface Companion {
  fileName: string;
  bytes: Uint8Array;
}

/** A file as it was given. */
export interface SourceFile {
  fileName: string;
  /** Its bytes from the beginning; may be asked for several times. */
  open(): AsyncIterable<Uint8Array>;
  companions: readonly Companion[];
}

export interface ReadOptions {
  /** Bytes of the file. */
  maxBytes: number;
  /** Only its beginning will be looked at: what stands far into the file need not be known. */
  isPreview: boolean;
}

/** Characters of one cell; what is longer is no word of people. */
const longestCell = 100_000;

/** Why a row is left out whose cells are beyond measure; undefined when none is. */
export function tooLongCell(cells: Iterable<readonly [name: string, cell: string]>): ImportError | undefined {
  for (const [column, cell] of cells) {
    if (cell.length > longestCell) return { code: 'cell-too-long', params: { column, limit: longestCell } };
  }
  return undefined;
}

/** One record of a file, as cells by name of column. */
export interface SourceRow {
  /** Where it begins: line of a text, row of a sheet. From 1. */
  line: number;
  cells: Cells;
  /** Cells that it lacked at its end. */
  missing?: number;
  /** It was badly written, and only one reading made sense. */
  repaired?: boolean;
  /** What else is told of it. */
  warnings?: readonly ImportWarning[];
}

export interface SourceRowError extends ImportError {
  line: number;
}

/** What the format itself says that a column holds; `ignored`: nothing of use to people. */
export type KnownColumns = Readonly<Record<string, ImportField | 'extra' | 'ignored'>>;

/**
 * An inventory of any format as a table of texts: all that the rest of the import knows of a format. A cell may hold
 * HTML; a cell of several values has them joined by `joinValues`, which `splitValues` takes apart again.
 */
export interface SourceTable {
  format: ImportFormat;
  /** Final once `rows` was read. */
  encoding(): string;
  /** One name per column: never empty, never twice. */
  headers: readonly string[];
  /** The first rows, for guessing what columns hold; they come again in `rows`. */
  sample: readonly SourceRow[];
  /** Columns that need no guessing; what a person decides of them wins. */
  known: KnownColumns;
  /** Questions that the file describes, by header: what no field takes of them may become a field of the territory's own. */
  questions?: ReadonlyMap<string, SourceQuestion>;
  /** The theme that each stands under, by their names, where the file brings a tree of them. */
  above?: ReadonlyMap<string, string>;
  /** What the file says of itself; empty when it says nothing. */
  sourceName: string;
  licence: string;
  /** What is told of the file itself, and on which line. */
  header: { line: number; warnings: readonly ImportWarning[] };
  /** Every record, or why it could not be read; can be read once. After `file-too-large` nothing follows. */
  rows: AsyncIterable<Result<SourceRow, SourceRowError>>;
  /** Lets the file go; needed only when `rows` is not read to its end. */
  close(): Promise<void>;
}

/** Opens a file of one format. */
export type ReadSource = (
  file: SourceFile,
  options: ReadOptions,
) => Promise<Result<SourceTable, ImportError>>;
