import { plainWords } from './clean-text.ts';

/** What parts the values of a cell; null when the cell is one value. */
export type ValueSeparator = ' / ' | ',' | null;

/** Stands between the values that a reader found apart; no one writes it, and it survives the cleaning of a text. */
const valuesMark = '\u241F';

/** Puts values into one cell, from which {@link splitValues} takes them whatever signs they hold. */
export function joinValues(values: readonly string[]): string {
  return values
    .map((value) => value.replaceAll(valuesMark, ' ').trim())
    .filter(Boolean)
    .join(valuesMark);
}

/** A cell of several values as a text, one value per line. */
export function valuesAsLines(cell: string): string {
  return cell.includes(valuesMark) ? cell.replaceAll(valuesMark, '\n') : cell;
}

/**
 * Values of a cell that may hold several. Line ends, bars, semicolons and the nested quotes of YesWiki (`A","B`)
 * always part them; slashes and commas only when the column shows that they do, see {@link detectSeparator}.
 */
export function splitValues(cell: string, separator: ValueSeparator): string[] {
  const tidy = partsOf(cell, separator).map((value) =>
    value
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replaceAll(/^[-–*]\s+|[,;]$/g, ''),
  );
  return [...new Map(tidy.filter(Boolean).map((value) => [plainWords(value) || value, value])).values()];
}

function partsOf(cell: string, separator: ValueSeparator): string[] {
  if (cell.includes(valuesMark)) return cell.split(valuesMark);
  if (isNested(cell)) return splitNested(cell);
  return cell.split(/[\n|;•]+/).flatMap((part) => splitAt(part, separator));
}

function splitAt(text: string, separator: ValueSeparator): string[] {
  if (separator === null) return [text];
  return separator === ',' ? splitOutsideBrackets(text) : text.split(/\s+\/\s+/);
}

/** Commas inside brackets belong to the value: `Association (loi 1901, ONG…), Commune`. */
function splitOutsideBrackets(text: string): string[] {
  const values = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth = Math.max(0, depth - 1);
    if (letter === ',' && depth === 0) values.push('');
    else values[values.length - 1] += letter;
  }
  return values;
}

/** Its values stand apart whatever the column does. */
export function isParted(cell: string): boolean {
  return cell.includes(valuesMark) || isNested(cell);
}

/** A CSV row inside the cell, whose outer quotes YesWiki takes away: `A b","C, d"`, `A,"B c"`. */
function isNested(cell: string): boolean {
  return /",|,"/.test(cell);
}

function splitNested(cell: string): string[] {
  const values = [''];
  let inside = cell.startsWith('"') ? false : /^[^"]*",/.test(cell);
  for (const letter of cell) {
    if (letter === '"') inside = !inside;
    else if (letter === ',' && !inside) values.push('');
    else values[values.length - 1] += letter;
  }
  return values;
}

/** A long cell is a sentence: its commas part nothing. */
const longestValue = 60;

/**
 * Whether slashes or commas part values in a column: they do when a part also stands alone or beside other parts.
 * So `Légumes / Viande` and `Miel / Viande` hold two values each, and `Coworking / cantine numérique` is one.
 *
 * @param cells cells of some rows
 */
export function detectSeparator(cells: readonly string[]): ValueSeparator {
  const filled = [...new Set(cells.filter(Boolean))];
  return ([' / ', ','] as const).find((separator) => partsRecur(filled, separator)) ?? null;
}

function partsRecur(cells: readonly string[], separator: ValueSeparator): boolean {
  const split = cells.map((cell) => splitValues(cell, separator).map(plainWords));
  if (split.some((parts) => parts.some((part) => part.length > longestValue))) return false;
  const uses = new Map<string, number>();
  for (const parts of split) for (const part of parts) uses.set(part, (uses.get(part) ?? 0) + 1);
  const several = split.filter((parts, index) => parts.length > 1 && !isParted(cells[index] ?? ''));
  const recurring = several.filter((parts) => parts.some((part) => (uses.get(part) ?? 0) > 1));
  return several.length > 0 && recurring.length * 2 > several.length;
}
