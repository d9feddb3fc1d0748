export type Delimiter = ',' | ';' | '\t' | '|';

/** A row longer than this many characters is one whose quote was never closed. */
const longestRecord = 1_000_000;

export interface ScannedRecord {
  /** Index after its last physical line. */
  end: number;
  /** `clean`: as RFC 4180 wants it; `unclean`: closed, with quotes out of place; `open`: its quote never closes. */
  state: 'clean' | 'unclean' | 'open';
  /** The lines came to their end inside a quoted cell: further ones may close it. */
  wantsMore: boolean;
}

/**
 * Finds where the row that begins at line `start` ends: a quoted cell may run over several lines. A quote opens at
 * the start of a cell only, and closes before a separator or the end of a line; any other one belongs to the text,
 * and makes the row unclean.
 *
 * @param reading.longest in characters: how far a quote that is still open is followed; a million when not given
 */
export function scanRecord(
  lines: readonly string[],
  start: number,
  { delimiter, longest = longestRecord }: { delimiter: Delimiter; longest?: number },
): ScannedRecord {
  let inside = false;
  let clean = true;
  let length = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const scanned = scanLine(line, inside, delimiter);
    inside = scanned.inside;
    clean &&= scanned.clean;
    length += line.length + 1;
    if (!inside) return { end: index + 1, state: clean ? 'clean' : 'unclean', wantsMore: false };
    if (length > longest) return { end: index + 1, state: 'open', wantsMore: false };
  }
  return { end: lines.length, state: 'open', wantsMore: true };
}

function scanLine(
  line: string,
  startsInside: boolean,
  delimiter: Delimiter,
): { inside: boolean; clean: boolean } {
  let inside = startsInside;
  let clean = true;
  let at = line.indexOf('"');
  while (at !== -1) {
    const next = line[at + 1];
    if (!inside) {
      const opens = at === 0 || line[at - 1] === delimiter;
      inside = opens;
      clean &&= opens;
    } else if (next === '"') {
      at += 1;
    } else {
      const closes = next === undefined || next === delimiter || (next === '\r' && at + 2 === line.length);
      inside = !closes;
      clean &&= closes;
    }
    at = line.indexOf('"', at + 1);
  }
  return { inside, clean };
}

/**
 * Cells of one row whose quotes may be wrong: a quote closes only before a separator or the end of the row, any
 * other one belongs to the text.
 *
 * @example splitLeniently('"Les "Amis" de X";35000', ';') // ['Les "Amis" de X', '35000']
 */
export function splitLeniently(text: string, delimiter: Delimiter): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const end = text[at] === '"' ? closingQuote(text, at + 1, delimiter) : -1;
    if (end === -1) {
      const next = text.indexOf(delimiter, at);
      cells.push(text.slice(at, next === -1 ? text.length : next));
      at = next === -1 ? text.length + 1 : next + 1;
    } else {
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 2;
    }
  }
  return cells;
}

function closingQuote(text: string, from: number, delimiter: Delimiter): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    const next = text[at + 1];
    if (next === '"' && text[at + 2] !== undefined) at += 1;
    else if (next === undefined || next === delimiter) return at;
  }
  return -1;
}
