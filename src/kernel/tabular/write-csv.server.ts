import { guardFormula } from './formula-guard.ts';

type CsvValue = string | number | boolean | null | undefined;

/**
 * Writes rows as CSV (RFC 4180: commas, CRLF, doubled quotes; UTF-8 when sent as text), one piece of text per bunch
 * of rows. Cells that a spreadsheet would run as a formula are made harmless in a way that `readCsv` undoes, so that
 * an export comes back identical.
 *
 * @param rows cells by column name; a column that a row lacks is left empty
 */
export async function* writeCsv(
  headers: readonly string[],
  rows: AsyncIterable<Record<string, CsvValue>> | Iterable<Record<string, CsvValue>>,
): AsyncGenerator<string> {
  let piece = writeRow(headers);
  for await (const row of rows) {
    piece += writeRow(headers.map((name) => row[name]));
    if (piece.length > 65_536) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

function writeRow(values: readonly CsvValue[]): string {
  return `${values.map((value) => writeCell(value == null ? '' : String(value))).join(',')}\r\n`;
}

/** Quotes also what another program would trim, or take for another separator. */
function writeCell(value: string): string {
  const cell = guardFormula(value);
  return /[",;\t|\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
