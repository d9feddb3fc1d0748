/**
 * Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula (OWASP,
 * “CSV injection”). An apostrophe before it makes it plain text. A number is left alone: it can do no harm, and
 * coordinates must stay numbers.
 *
 * So that what we export comes back identical, a cell that already begins with apostrophes before such a sign gets
 * one more, and reading takes exactly one away.
 *
 * @example guardFormula('=1+1')   // "'=1+1"
 * @example guardFormula("'=1+1")  // "''=1+1"
 * @example guardFormula('-1,5')   // '-1,5'
 */
export function guardFormula(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}

/** What {@link guardFormula} was given. Files of other programs, that use the same apostrophe, read well too. */
export function unguardFormula(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

const plainNumber = /^[+-]?\d+([.,]\d+)?$/;
