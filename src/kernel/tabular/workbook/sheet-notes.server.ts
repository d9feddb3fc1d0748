import type { ZipParts } from '../zip-parts.server.ts';
import { readXml } from '../xml-tags.server.ts';
import { type SheetRow, webAddress } from './workbook.ts';

/** What a sheet of Excel says after its rows, of its cells. */
export interface SheetNotes {
  /** Addresses of the web by row, then by column. */
  links: ReadonlyMap<number, ReadonlyMap<number, string>>;
  /** Puts the text of a cell that was merged over several rows into each of them; rows must come in order. */
  fillDown(row: SheetRow): void;
}

const none: SheetNotes = { links: new Map(), fillDown: () => undefined };

/**
 * Bytes of a sheet as it is stored: links and merged cells are the work of a hand, and no hand made a larger one. They stand
 * after the rows, so that the sheet is inflated once more for them.
 */
const largestByHand = 5 * 1024 * 1024;
const longestTail = 8 * 1024 * 1024;
const longestEndTag = 40;

export async function readSheetNotes(zip: ZipParts, part: string): Promise<SheetNotes> {
  const { stored, inflated } = zip.sizeOf(part);
  if (stored > largestByHand || inflated > stored * 40) return none;
  const tail = await tailOf(zip, part);
  const merged = [...tail.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)].flatMap(
    ([, column = '', first, last]) =>
      Number(last) > Number(first)
        ? [{ column: columnOf(column), first: Number(first), last: Number(last) }]
        : [],
  );
  return { links: await linksIn(tail, zip, part), fillDown: fillerOf(merged) };
}

/** What follows the rows; empty when it is longer than people make it. */
async function tailOf(zip: ZipParts, part: string): Promise<string> {
  let kept = '';
  let isAfter = false;
  for await (const piece of (await zip.open(part)) as AsyncIterable<Buffer>) {
    kept = (isAfter ? kept : kept.slice(-longestEndTag)) + piece.toString('latin1');
    const found = isAfter ? 0 : kept.search(/<\/(?:\w+:)?sheetData>/);
    if (found === -1) continue;
    if (!isAfter) kept = kept.slice(found);
    isAfter = true;
    if (kept.length > longestTail) return '';
  }
  return isAfter ? Buffer.from(kept, 'latin1').toString('utf8') : '';
}

async function linksIn(tail: string, zip: ZipParts, part: string): Promise<SheetNotes['links']> {
  const links = new Map<number, Map<number, string>>();
  const found = [...tail.matchAll(/<(?:\w+:)?hyperlink\s([^>]*)>/g)];
  if (found.length === 0) return links;
  const targets = await targetsOf(zip, part);
  for (const [, attributes = ''] of found) {
    const [, column, row] = /\bref="([A-Z]+)(\d+)/.exec(attributes) ?? [];
    const address = webAddress(targets.get(/\bid="([^"]*)"/.exec(attributes)?.[1] ?? ''));
    if (!column || !row || !address) continue;
    const inRow = links.get(Number(row)) ?? new Map<number, string>();
    links.set(Number(row), inRow.set(columnOf(column), address));
  }
  return links;
}

async function targetsOf(zip: ZipParts, part: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const name = part.replace(/([^/]*)$/, '_rels/$1.rels');
  if (!zip.has(name)) return targets;
  await readXml(await zip.open(name), {
    open(tag, { Id: id = '', Target: target = '' }) {
      if (tag === 'Relationship') targets.set(id, target);
    },
  });
  return targets;
}

interface Merged {
  column: number;
  first: number;
  last: number;
}

function fillerOf(merged: readonly Merged[]): SheetNotes['fillDown'] {
  if (merged.length === 0) return none.fillDown;
  const waiting = merged.toSorted((one, other) => other.first - one.first);
  let open: (Merged & { text: string })[] = [];
  return ({ row, cells }) => {
    open = open.filter(({ last }) => last >= row);
    for (let next = waiting.at(-1); next && next.first <= row; next = waiting.at(-1)) {
      waiting.pop();
      if (next.last >= row)
        open.push({ ...next, text: next.first === row ? (cells[next.column] ?? '') : '' });
    }
    for (const { column, text } of open) {
      if (text === '' || cells[column]) continue;
      while (cells.length < column) cells.push('');
      cells[column] = text;
    }
  };
}

/** `AB12` is in column 27, counted from 0. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? '') {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}
