import { type SampleRecord, usualWidth } from './csv-dialect.ts';
import { unguardFormula } from './formula-guard.ts';

interface Header {
  /** Index of the row of names among the sample records; null when the file begins with its data. */
  index: number | null;
  /** One name per column, never empty, never twice. */
  names: string[];
  /** Columns that bear the name of an earlier one, and so were given another. */
  renamed: RenamedColumn[];
}

export interface RenamedColumn {
  /** As the file has it. */
  original: string;
  name: string;
}

/** How far below the top of the file the row of names is looked for. */
const titleRowsAtMost = 20;

/**
 * The row of names: the first that fills half of the usual width. Rows above it (a title, a date, the headings of
 * groups of columns) are title rows. A first row that already looks like data (a decimal number, a date, an
 * address of mail or web) means that there are no names; columns are then called `#1`, `#2`…
 *
 * @param namesFirst there are names, whatever they look like
 */
export function detectHeader(records: readonly SampleRecord[], namesFirst = false): Header {
  const width = usualWidth(records.map(({ cells }) => cells.length));
  const enough = width === 1 ? 1 : Math.max(2, width / 2);
  const found = records.slice(0, titleRowsAtMost).findIndex(({ cells }) => countFilled(cells) >= enough);
  const top = found === -1 ? 0 : found;
  const index = namesGroups(records.slice(top)) ? top + 1 : top;
  const cells = records[index]?.cells ?? [];
  const columns = Math.max(cells.length, usualDataWidth(records.slice(index + 1)));
  const padded = Array.from({ length: columns }, (_, column) => cells[column] ?? '');
  if (!namesFirst && cells.some(looksLikeData)) return { index: null, ...nameColumns(padded.map(() => '')) };
  return { index, ...nameColumns(padded) };
}

/** In characters: names of columns are no sentences. */
const longestGroupedName = 60;

/**
 * Whether the first of these rows names groups of columns and the second one the columns: the first leaves a third of them empty, the
 * second none, and says nothing twice and no figure, date or address, while some row below does. Without that, the second may be data.
 */
function namesGroups([groups, names, ...below]: readonly SampleRecord[]): boolean {
  if (!groups || !names || names.cells.length < 3) return false;
  const width = names.cells.length;
  const said = names.cells.map((cell) => cell.trim());
  const isGrouped = groups.cells.length <= width && (width - countFilled(groups.cells)) * 3 >= width;
  const areNames = said.every((cell) => cell !== '' && cell.length <= longestGroupedName && !isFigure(cell));
  return (
    isGrouped && areNames && new Set(said).size === width && below.some(({ cells }) => cells.some(isFigure))
  );
}

function isFigure(cell: string): boolean {
  return looksLikeData(cell) || /^[-+]?\d+([.,]\d+)?$/.test(cell.trim());
}

/** Columns that most rows have beyond the names (notes without a heading); 0 when rows differ too much to tell. */
function usualDataWidth(records: readonly SampleRecord[]): number {
  const widths = records.map(({ cells }) => cells.length);
  const usual = usualWidth(widths);
  return widths.filter((width) => width === usual).length * 2 > widths.length ? usual : 0;
}

function countFilled(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

const dataShapes = [
  /^[-+]?\d+[.,]\d{2,}$/,
  /^\d{5,}$/,
  /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/,
  /^\d{4}-\d{2}-\d{2}/,
  /^\S+@\S+\.\S+$/,
  /^https?:\/\/\S+$/,
];

function looksLikeData(cell: string): boolean {
  return dataShapes.some((shape) => shape.test(cell.trim()));
}

/** `Nom`, then `Nom (2)` for the second of that name, and `#3` for the third column when it has none. */
function nameColumns(cells: readonly string[]): Pick<Header, 'names' | 'renamed'> {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const renamed: RenamedColumn[] = [];
  const names = cells.map((cell, index) => {
    const base = tidyName(cell) || `#${index + 1}`;
    let name = base;
    let count = counts.get(base) ?? 1;
    for (; taken.has(name); name = `${base} (${count})`) count += 1;
    counts.set(base, count);
    taken.add(name);
    if (name !== base) renamed.push({ original: base, name });
    return name;
  });
  return { names, renamed };
}

function tidyName(cell: string): string {
  const printable = unguardFormula(cell)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return printable.toWellFormed().normalize('NFC').slice(0, 500);
}
