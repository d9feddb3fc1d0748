import { type Result, err, ok } from '#kernel/result.ts';
import { type OwnForm, emptyOwnForm, ownName } from '../fields/own-field.ts';
import { type ExplicitMapping, mappingWithin, withKnownColumns } from './explicit-mapping.ts';
import type { SourceTable } from './formats/source-table.ts';
import { cleanText, plainWords } from './clean-text.ts';
import type { ImportError } from './import-codes.ts';
import type { ImportSurroundings } from './interpret-place.ts';
import { type InterpretedRow, interpretRow } from './interpret-row.ts';
import { type OwnColumns, columnsNamedAsOwn, ownColumnsOf } from './own-columns.ts';
import { type Cells, type RecognisedColumn, cellOf, recogniseColumns } from './recognise-columns.ts';

export interface InventoryOptions {
  surroundings: ImportSurroundings;
  mapping?: ExplicitMapping;
  /** The mapping was made for another file: what it says of columns that this one lacks is passed over. */
  mappingIsOlder?: boolean;
  /** The territory's own form. */
  form?: OwnForm;
  /** Questions that the file describes and that no field takes become fields of the territory's own. */
  takesQuestions?: boolean;
}

export interface InventoryRecord {
  /** Number of the record in the file, from 1, refused ones included. */
  record: number;
  /** Where it begins, see `SourceRow`. */
  line: number;
  /** A practice with what its row told, or why it is refused. */
  outcome: Result<InterpretedRow, ImportError>;
}

export interface Inventory extends OwnColumns {
  /** In the order of the file; can be read once. After `file-too-large` nothing follows: the import is refused. */
  records: AsyncIterable<InventoryRecord>;
}

/** Recognises the columns of a table, then gives its practices one by one, in bounded memory. */
export function readInventory(table: SourceTable, options: InventoryOptions): Result<Inventory, ImportError> {
  const found = columnsOfTable(table, options);
  if (!found.ok) return found;
  const { columns } = found.value;
  const surroundings = {
    ...options.surroundings,
    hasLostSigns: haveLostSigns(table, columns, options),
  };
  const records = readRecords(table, columns, surroundings);
  return ok({ ...found.value, records });
}

export type ColumnOptions = Omit<InventoryOptions, 'surroundings'>;

/** What each column of a table holds, and what goes to fields of the territory's own. */
export function columnsOfTable(
  { headers, sample, known, questions = new Map() }: SourceTable,
  { mapping = {}, mappingIsOlder = false, form = emptyOwnForm, takesQuestions = false }: ColumnOptions,
): Result<OwnColumns, ImportError> {
  const holding = mappingIsOlder ? mappingWithin(mapping, headers) : mapping;
  const cells = sample.map((row) => row.cells);
  const all = { ...withKnownColumns(holding, known), ...columnsNamedAsOwn(headers, form), ...holding };
  const recognised = recogniseColumns(headers, cells, all);
  if (!recognised.ok) return recognised;
  const own = ownColumnsOf(
    recognised.value,
    { form, questions, takesQuestions },
    {
      decided: new Set(Object.keys(holding)),
      cellsOf: (header) => cells.map((row) => cleanText(cellOf(row, header))),
    },
  );
  const [missing] = own.missing;
  if (!missing || mappingIsOlder) return ok(own);
  const fields = form.fields.filter(({ removed }) => !removed).map(ownName);
  return err({ code: 'mapping-unknown-field', params: { ...missing, fields: fields.join(', ') } });
}

/** Most of what a commune declares was on the wrong side of Greenwich: the rest of the file probably is, too. */
function haveLostSigns(
  { sample }: SourceTable,
  columns: readonly RecognisedColumn[],
  { surroundings }: InventoryOptions,
): boolean {
  const read = sample.map((row) => interpretRow(row, columns, surroundings));
  const placed = read.flatMap((row) =>
    row.ok && row.value.draft.point && row.value.draft.communeCode ? [row.value] : [],
  );
  const restored = placed.filter(({ warnings }) =>
    warnings.some(({ code }) => code === 'longitude-sign-restored'),
  );
  return restored.length >= 3 && restored.length * 2 > placed.length;
}

async function* readRecords(
  table: SourceTable,
  columns: readonly RecognisedColumn[],
  surroundings: ImportSurroundings,
): AsyncGenerator<InventoryRecord> {
  let record = 0;
  for await (const row of table.rows) {
    // A table that was put together from several pages has its names again and again.
    if (row.ok && isHeadAgain(row.value.cells)) continue;
    record += 1;
    if (row.ok && isTotal(row.value.cells)) {
      yield { record, line: row.value.line, outcome: err({ code: 'total-row', params: {} }) };
      continue;
    }
    if (row.ok) {
      yield { record, line: row.value.line, outcome: interpretRow(row.value, columns, surroundings) };
    } else {
      const { line, code, params } = row.error;
      yield { record, line, outcome: err({ code, params }) };
    }
  }
}

function isHeadAgain(cells: Cells): boolean {
  let filled = 0;
  for (const [name, cell] of Object.entries(cells)) {
    if (cell === '') continue;
    if (cell.trim() !== name) return false;
    filled += 1;
  }
  return filled > 1;
}

/** `Total` and sums beside it: no practice has that name alone, and numbers for all that is said of it. */
function isTotal(cells: Cells): boolean {
  const first = Object.values(cells).find((cell) => cell !== '');
  if (first === undefined || !/^.{0,8}tota(l|ux)/i.test(first) || first.length > 40) return false;
  const others = Object.values(cells).filter((cell) => cell.trim() !== '' && cell !== first);
  const isCalledSo = /^(sous |grand )?tota(l|ux)( generale?| general)?$/.test(plainWords(first));
  return isCalledSo && others.length > 0 && others.every((cell) => /^[\d\s.,%€-]+$/.test(cell));
}
