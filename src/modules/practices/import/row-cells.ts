import { type OwnName, hasList } from '../fields/own-field.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { withoutContacts } from './contacts.ts';
import type { ImportWarning, ImportWarningCode, MessageParams } from './import-codes.ts';
import { valuesAsLines } from './multiple-values.ts';
import type { ImportField, PrivateContacts } from './practice-draft.ts';
import { type Cells, type RecognisedColumn, cellOf } from './recognise-columns.ts';

/** One filled cell. */
export interface FilledCell {
  column: RecognisedColumn;
  /** Plain text, see `cleanText`. */
  text: string;
}

/** The filled cells of a row by field, and what is noted while they are read. */
export interface RowCells {
  cellsOf(field: ImportField | OwnName | 'extra'): readonly FilledCell[];
  /** Cells of a field as lines of text. */
  linesOf(field: ImportField): string[];
  /** The only cell of a field on one line; empty when there is none. */
  lineOf(field: ImportField): string;
  /** A text that will be public, without the addresses and numbers of people, which are put with the contacts. */
  publicText(text: string, field: string): string;
  warn(field: string | null, code: ImportWarningCode, params?: MessageParams): void;
  /** Keeps what a field could not take under the name of its column. */
  keepExtra(cell: FilledCell): void;
  warnings: ImportWarning[];
  contacts: PrivateContacts;
  kept: FilledCell[];
}

/** What no text holds: control characters, and what stands where a byte was none of a letter. */
const noSign = /\uFFFD|(?![\t\n\r])\p{Cc}/u;

/** Fields that take the values of a cell one by one, by `splitValues`. */
const fieldsOfValues: ReadonlySet<RecognisedColumn['field']> = new Set(['themes', 'tags', 'extra']);

function textOf({ field, kind }: RecognisedColumn, cell: string): string {
  const isOfValues = fieldsOfValues.has(field) || (kind !== undefined && hasList(kind));
  return cleanText(isOfValues ? cell : valuesAsLines(cell));
}

const none: readonly FilledCell[] = [];

export function gatherCells(columns: readonly RecognisedColumn[], cells: Cells): RowCells {
  const filled = columns
    .map((column) => ({ column, text: textOf(column, cellOf(cells, column.header)) }))
    .filter(({ text }) => text !== '');
  const warnings: ImportWarning[] = [];
  const contacts: PrivateContacts = { names: [], emails: [], phones: [] };
  const kept: FilledCell[] = [];

  const byField = Map.groupBy(filled, ({ column }) => column.field);

  function cellsOf(field: ImportField | OwnName | 'extra'): readonly FilledCell[] {
    return byField.get(field) ?? none;
  }
  function linesOf(field: ImportField): string[] {
    return cellsOf(field).map(({ text }) => cleanLine(text));
  }
  function warn(field: string | null, code: ImportWarningCode, params: MessageParams = {}): void {
    const shown = Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutContacts(value).text : value,
    ]);
    warnings.push({ field, code, params: Object.fromEntries(shown) });
  }
  function publicText(text: string, field: string): string {
    const found = withoutContacts(text);
    if (found.emails.length + found.phones.length === 0) return text;
    contacts.emails.push(...found.emails);
    contacts.phones.push(...found.phones);
    warn(field, 'contact-made-private', { count: found.emails.length + found.phones.length });
    return found.text;
  }
  if (filled.some(({ column }) => noSign.test(cellOf(cells, column.header))))
    warn(null, 'signs-not-understood');
  return {
    cellsOf,
    linesOf,
    lineOf: (field) => linesOf(field)[0] ?? '',
    publicText,
    warn,
    keepExtra: (cell) => void kept.push(cell),
    warnings,
    contacts,
    kept,
  };
}
