import type { Readable } from 'node:stream';
import { type TagReader, readXmlPieces } from '../xml-tags.server.ts';
import type { WorkbookParts } from './open-xlsx.server.ts';
import { columnOf, type SheetNotes } from './sheet-notes.server.ts';
import { type SheetRow, linkOfFormula, mostColumns } from './workbook.ts';
import { numberText } from './workbook-styles.ts';

/** The rows of a sheet that hold something. */
export async function* readSheetRows(
  stream: Readable,
  parts: WorkbookParts,
  notes: SheetNotes,
): AsyncGenerator<SheetRow> {
  const gatherer = new RowGatherer(parts, notes);
  try {
    for await (const _ of readXmlPieces(stream, gatherer.reader)) yield* gatherer.take();
  } finally {
    stream.destroy();
  }
}

/** Gathers the cells of a sheet row by row, tag by tag. */
class RowGatherer {
  readonly #parts: WorkbookParts;
  readonly #notes: SheetNotes;
  #rows: SheetRow[] = [];
  #current: SheetRow = { row: 0, cells: [] };
  #links = new Map<number, string>();
  #column = -1;
  #type = '';
  #style = 0;
  #value = '';
  #formula = '';
  /** What the text that comes belongs to. */
  #reads: 'value' | 'formula' | null = null;
  #isAid = false;

  constructor(parts: WorkbookParts, notes: SheetNotes) {
    this.#parts = parts;
    this.#notes = notes;
  }

  readonly reader: TagReader = {
    open: (name, attributes) => this.#open(name, attributes),
    close: (name) => this.#close(name),
    text: (part) => {
      if (this.#reads === 'value') this.#value += part;
      else if (this.#reads === 'formula') this.#formula += part;
    },
  };

  take(): SheetRow[] {
    const taken = this.#rows;
    this.#rows = [];
    return taken;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.#current = { row: Number(attributes['r'] ?? this.#current.row + 1), cells: [] };
      this.#links = new Map(this.#notes.links.get(this.#current.row));
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = attributes['r'] === undefined ? this.#column + 1 : columnOf(attributes['r']);
      this.#type = attributes['t'] ?? 'n';
      this.#style = Number(attributes['s'] ?? 0);
      this.#value = '';
      this.#formula = '';
    } else if (name === 'rPh') this.#isAid = true;
    const isValue = (name === 'v' || name === 't') && !this.#isAid;
    this.#reads = isValue ? 'value' : name === 'f' ? 'formula' : null;
  }

  #close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.#reads = null;
    else if (name === 'rPh') this.#isAid = false;
    else if (name === 'c') this.#setCell();
    else if (name === 'row') this.#endRow();
  }

  #endRow(): void {
    const [row, links] = [this.#current, this.#links];
    this.#notes.fillDown(row);
    if (row.cells.length > 0) this.#rows.push(links.size > 0 ? { ...row, links } : row);
  }

  #setCell(): void {
    const text = this.#text();
    const { cells } = this.#current;
    if (text === '' || this.#column < 0 || this.#column >= mostColumns) return;
    while (cells.length < this.#column) cells.push('');
    cells[this.#column] = text;
    const link = this.#formula === '' ? null : linkOfFormula(this.#formula);
    if (link) this.#links.set(this.#column, link);
  }

  /** Types of cells: Office Open XML, 18.18.11. */
  #text(): string {
    const [type, value] = [this.#type, this.#value];
    if (value === '' || type === 'inlineStr' || type === 'str' || type === 'e') return value;
    if (type === 's') return this.#parts.texts[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'true' : 'false';
    if (type === 'd') return value.replace(/T00:00(:00(\.0+)?)?Z?$/, '');
    return numberText(value, this.#parts.styles[this.#style] ?? { kind: 'plain' }, this.#parts.is1904);
  }
}
