import { type Result, err, ok } from '#kernel/result.ts';
import { type OwnKind, type OwnName, isOwnName } from '../fields/own-field.ts';
import { cleanLine, shorten } from './clean-text.ts';
import type { ImportError, ImportWarning } from './import-codes.ts';
import { type ImportSurroundings, interpretPlace } from './interpret-place.ts';
import {
  interpretChoices,
  interpretContacts,
  interpretDates,
  interpretFiles,
  interpretLinks,
  interpretLists,
  interpretPublication,
  interpretTexts,
  shortened,
} from './interpret-values.ts';
import { isParted, splitValues } from './multiple-values.ts';
import type { PracticeDraft } from './practice-draft.ts';
import type { Cells, RecognisedColumn } from './recognise-columns.ts';
import { gatherCells, type RowCells } from './row-cells.ts';

export interface InterpretedRow {
  draft: PracticeDraft;
  warnings: ImportWarning[];
}

/** How the row came out of its file, see `CsvRow`. */
interface RowState {
  missing: number;
  repaired: boolean;
  warnings: readonly ImportWarning[];
}

/** Longest title of a record. */
const longestTitle = 200;

/**
 * Reads one row of an inventory as a practice. What is understood goes to its field; what is not stays under the name
 * of its column, with a warning; e-mail addresses and telephone numbers become private wherever they stand. Only a row
 * without a title is refused.
 */
export function interpretRow(
  row: { cells: Cells } & Partial<RowState>,
  columns: readonly RecognisedColumn[],
  surroundings: ImportSurroundings,
): Result<InterpretedRow, ImportError> {
  const cells = gatherCells(columns, row.cells);
  if (row.repaired) cells.warn(null, 'row-repaired');
  cells.warnings.push(...(row.warnings ?? []));
  if (row.missing) cells.warn(null, 'row-too-short', { missing: row.missing });
  const title = shortened(cells, 'title', longestTitle) || otherName(cells) || madeUpTitle(cells);
  if (!/[\p{L}\p{N}]/u.test(title)) return err({ code: 'missing-title', params: {} });
  const fields = {
    title,
    ...interpretTexts(cells),
    ...interpretPlace(cells, surroundings),
    ...interpretDates(cells),
    ...interpretChoices(cells),
    ...interpretLists(cells),
    ...interpretLinks(cells),
    isPublished: interpretPublication(cells),
  };
  interpretFiles(cells);
  const own = readOwn(cells, columns);
  const extra = readExtra(cells);
  interpretContacts(cells);
  return ok({ draft: { ...fields, own, contacts: cells.contacts, extra }, warnings: cells.warnings });
}

/** Maps that several people drew have a name here, a `Nom` there: what the usual column lacks. */
function otherName(row: RowCells): string {
  const cell = row
    .cellsOf('extra')
    .find(({ column }) => /^(nom|name|titre|title|label)$/i.test(column.header));
  return cell ? shorten(row.publicText(cleanLine(cell.text), 'title'), longestTitle) : '';
}

/** What has no name is called by who runs it or by what it is, and where: someone will know better. */
function madeUpTitle(row: RowCells): string {
  const [what] = [
    ...row.linesOf('carriers'),
    ...row.cellsOf('themes').flatMap(({ text }) => splitValues(text, null)),
  ];
  if (what === undefined) return '';
  const where = row.lineOf('communeName') || row.lineOf('address');
  const made = row.publicText(where ? `${what} (${where})` : what, 'title');
  const title = shorten(made, longestTitle);
  row.warn('title', 'title-made-up', { title });
  return title;
}

/** Kinds of fields in which people write words, among which there may be how to reach someone. */
const kindsOfWords: ReadonlySet<OwnKind> = new Set(['text', 'choice', 'choices']);

/** The answers in the territory's own fields, as texts: what they are is settled when the whole file was read. */
function readOwn(row: RowCells, columns: readonly RecognisedColumn[]): Record<OwnName, string[]> {
  const own: Record<OwnName, string[]> = {};
  for (const { field, kind = 'text', separator, header } of columns) {
    if (!isOwnName(field)) continue;
    const texts = row.cellsOf(field).map(({ text }) => text);
    const parts = kind === 'choices' ? texts.flatMap((text) => splitValues(text, separator)) : texts;
    const words = parts.map((part) => (kindsOfWords.has(kind) ? row.publicText(part, header) : part));
    own[field] = words.filter(Boolean);
  }
  return own;
}

/** Columns that no field takes, and cells that their field could not. */
function readExtra(row: RowCells): Record<string, string> {
  const entries = [...row.cellsOf('extra'), ...new Set(row.kept)].map(({ column, text }) => {
    const values = isParted(text) ? splitValues(text, null).join(' ; ') : text;
    return [column.header, row.publicText(values, column.header)] as const;
  });
  return Object.fromEntries(entries);
}
