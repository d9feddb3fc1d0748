import type { Readable } from 'node:stream';
import { readXmlPieces } from '../xml-tags.server.ts';
import type { WorkbookParts } from './open-xlsx.server.ts';
import { columnOf, type SheetNotes } from './sheet-notes.server.ts';
import { type SheetRow, mostColumns } from './workbook.ts';
import { numberText } from './workbook-styles.ts';

/** The rows of a sheet that hold something. */
export async function* readSheetRows(
  stream: Readable,
  parts: WorkbookParts,
  notes: SheetNotes,
): AsyncGenerator<SheetRow> {
  const gatherer = createGatherer(parts, notes);
  try {
    for await (const _ of readXmlPieces(stream, gatherer.reader)) yield* gatherer.take();
  } finally {
    stream.destroy();
  }
}

function createGatherer(parts: WorkbookParts, notes: SheetNotes) {
  let rows: SheetRow[] = [];
  let current: SheetRow = { row: 0, cells: [] };
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let isValue = false;
  let isAid = false;

  function open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      current = { row: Number(attributes['r'] ?? current.row + 1), cells: [] };
      column = -1;
    } else if (name === 'c') {
      column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
      type = attributes['t'] ?? 'n';
      style = Number(attributes['s'] ?? 0);
      value = '';
    } else if (name === 'rPh') isAid = true;
    isValue = (name === 'v' || name === 't') && !isAid;
  }

  function close(name: string): void {
    if (name === 'v' || name === 't') isValue = false;
    else if (name === 'rPh') isAid = false;
    else if (name === 'c') setCell();
    else if (name === 'row') endRow();
  }

  function endRow(): void {
    notes.fillDown(current);
    const links = notes.links.get(current.row);
    if (current.cells.length > 0) rows.push(links ? { ...current, links } : current);
  }

  function setCell(): void {
    const text = textOf();
    if (text === '' || column < 0 || column >= mostColumns) return;
    while (current.cells.length < column) current.cells.push('');
    current.cells[column] = text;
  }

  /** Types of cells: Office Open XML, 18.18.11. */
  function textOf(): string {
    if (value === '' || type === 'inlineStr' || type === 'str' || type === 'e') return value;
    if (type === 's') return parts.texts[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'true' : 'false';
    if (type === 'd') return value.replace(/T00:00(:00(\.0+)?)?Z?$/, '');
    return numberText(value, parts.styles[style] ?? { kind: 'plain' }, parts.is1904);
  }

  return {
    reader: {
      open,
      close,
      text(part: string) {
        if (isValue) value += part;
      },
    },
    take(): SheetRow[] {
      const taken = rows;
      rows = [];
      return taken;
    },
  };
}
