import type { TagReader } from '../xml-tags.server.ts';
import { type SheetRow, linkOfFormula, mostColumns, webAddress } from './workbook.ts';
import { numberText } from './workbook-styles.ts';

interface OdsTable {
  name: string;
  isHidden: boolean;
}

interface TableRow {
  /** Number of its table, from 0. */
  table: number;
  row: SheetRow;
}

type Attributes = Readonly<Record<string, string>>;

interface Cell {
  attributes: Attributes;
  isCovered: boolean;
  text: string;
  link: string | null;
}

/** What stands in or beside cells and is no part of what they say: remarks, drawings, what was before a change. */
const asides = new Set(['annotation', 'shapes', 'frame', 'custom-shape', 'dde-links', 'tracked-changes']);

/** Rows that are the same are written once: so many are given at most. */
const mostRepeated = 100;

/** Gathers the rows of the tables of an OpenDocument text that hold something. */
export class OdsTables {
  /** Those that began so far. */
  readonly tables: OdsTable[] = [];
  readonly #hiddenStyles = new Set<string>();
  #style = '';
  /** Open elements of an aside, and open tables: one within another is none of ours. */
  #aside = 0;
  #depth = 0;
  #found: TableRow[] = [];
  #row = { number: 0, repeated: 1 };
  #cells: string[] = [];
  #links = new Map<number, string>();
  #column = 0;
  #cell: Cell | null = null;
  /** Cells that were merged over several rows, by column, and how many rows are left. */
  #spans = new Map<number, { text: string; left: number }>();

  readonly reader: TagReader = {
    open: (name, attributes) => this.#open(name, attributes),
    close: (name) => this.#close(name),
    text: (part) => {
      if (this.#cell && this.#aside === 0 && this.#depth === 1) this.#cell.text += part;
    },
  };

  take(): TableRow[] {
    const taken = this.#found;
    this.#found = [];
    return taken;
  }

  #open(name: string, attributes: Attributes): void {
    if (this.#aside > 0 || asides.has(name)) this.#aside += 1;
    else if (name === 'style') this.#style = attributes['style:name'] ?? '';
    else if (name === 'table-properties') this.#noteStyle(attributes);
    else if (name === 'table') this.#startTable(attributes);
    else if (this.#depth === 1) this.#openInTable(name, attributes);
  }

  #noteStyle(attributes: Attributes): void {
    if (attributes['table:display'] === 'false') this.#hiddenStyles.add(this.#style);
  }

  #startTable(attributes: Attributes): void {
    this.#depth += 1;
    if (this.#depth > 1) return;
    const isHidden = this.#hiddenStyles.has(attributes['table:style-name'] ?? '');
    this.tables.push({ name: attributes['table:name'] ?? '', isHidden });
    this.#row = { number: 0, repeated: 1 };
    this.#spans = new Map();
  }

  #openInTable(name: string, attributes: Attributes): void {
    if (name === 'table-row') {
      this.#row = {
        number: this.#row.number + 1,
        repeated: countOf(attributes['table:number-rows-repeated']),
      };
      this.#cells = [];
      this.#links = new Map();
      this.#column = 0;
    } else if (isCell(name)) {
      this.#cell = {
        attributes,
        isCovered: name !== 'table-cell',
        text: '',
        link: linkOfFormula(attributes['table:formula'] ?? ''),
      };
    } else if (this.#cell) openInCell(this.#cell, name, attributes);
  }

  #close(name: string): void {
    if (this.#aside > 0) this.#aside -= 1;
    else if (name === 'table') this.#depth -= 1;
    else if (this.#depth !== 1) return;
    else if (this.#cell && isCell(name)) this.#endCell(this.#cell);
    else if (name === 'table-row') this.#endRow();
  }

  #endCell({ attributes, isCovered, text, link }: Cell): void {
    this.#cell = null;
    const start = this.#column;
    this.#column += countOf(attributes['table:number-columns-repeated']);
    const end = Math.min(this.#column, mostColumns);
    if (isCovered) {
      for (let column = start; column < end; column += 1) this.#put(column, this.#fromAbove(column));
      return;
    }
    const shown = textOf(attributes, text.trim());
    const rows = countOf(attributes['table:number-rows-spanned']);
    if (rows > 1) this.#spans.set(start, { text: shown, left: rows - 1 });
    if (shown === '') return;
    for (let column = start; column < end; column += 1) this.#put(column, shown);
    if (link) this.#links.set(start, link);
  }

  #put(column: number, text: string): void {
    if (text === '') return;
    while (this.#cells.length < column) this.#cells.push('');
    this.#cells[column] = text;
  }

  #fromAbove(column: number): string {
    const span = this.#spans.get(column);
    if (!span || span.left === 0) return '';
    span.left -= 1;
    return span.text;
  }

  #endRow(): void {
    const { number, repeated } = this.#row;
    this.#row = { number: number + repeated - 1, repeated: 1 };
    if (this.#cells.length === 0) return;
    const [table, cells, links] = [this.tables.length - 1, this.#cells, this.#links];
    for (let count = 0; count < Math.min(repeated, mostRepeated); count += 1) {
      this.#found.push({ table, row: { row: number + count, cells, ...(links.size > 0 && { links }) } });
    }
  }
}

function isCell(name: string): boolean {
  return name === 'table-cell' || name === 'covered-table-cell';
}

/** Spaces, tabs and line ends are elements; a paragraph is a line. */
function openInCell(cell: Cell, name: string, attributes: Attributes): void {
  if (name === 'p' && cell.text !== '') cell.text += '\n';
  else if (name === 's') cell.text += ' '.repeat(Math.min(countOf(attributes['text:c']), 100));
  else if (name === 'tab') cell.text += ' ';
  else if (name === 'line-break') cell.text += '\n';
  else if (name === 'a') cell.link ??= webAddress(attributes['xlink:href']);
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

/** What a cell says by the type of its value (OpenDocument 1.3, part 3, 19.387), as a workbook of Excel does. */
function textOf(attributes: Attributes, shown: string): string {
  const value = attributes['office:value'] ?? '';
  switch (attributes['office:value-type']) {
    case 'float':
    case 'currency':
      return isCode(shown, value) ? shown : numberText(value, { kind: 'plain' }, false) || shown;
    case 'date':
      return (attributes['office:date-value'] ?? shown).replace(/T00:00(:00(\.0+)?)?Z?$/, '').slice(0, 16);
    case 'boolean':
      return attributes['office:boolean-value'] ?? shown;
    default:
      return shown;
  }
}

/** Postal codes and telephone numbers are numbers, shown with the zero that they begin by. */
function isCode(shown: string, value: string): boolean {
  const digits = shown.replaceAll(/[\s.\u00A0\u202F]/g, '');
  return /^0\d+$/.test(digits) && Number(digits) === Number(value);
}
