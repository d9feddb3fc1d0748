import { z } from 'zod';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import type { KnownColumns } from './formats/source-table.ts';
import type { ImportError } from './import-codes.ts';
import { type OwnUse, isOwnUse, newKinds } from './own-columns.ts';
import { type ImportField, fieldsOfSeveralColumns, importFields } from './practice-draft.ts';

/**
 * What becomes of a column: the field it holds, one of the territory's own (`field.<key>`, or `new.<kind>` for one to be made),
 * `extra` to keep it as it is, or null to leave it out.
 */
export type ColumnUse = ImportField | OwnUse | 'extra' | null;

/** What someone decided for some columns; the others are recognised. */
export type ExplicitMapping = Readonly<Record<string, ColumnUse>>;

const shape = z.record(z.string(), z.union([z.string(), z.null()]));

/**
 * Reads a mapping from JSON: `{ "Nom du lieu": "title", "Surnom": "extra", "Remarques internes": null }`. Columns it does
 * not name are recognised as usual.
 */
export function readMapping(json: string): Result<ExplicitMapping, ImportError> {
  const read = shape.safeParse(parseJson(json));
  if (!read.success) return err({ code: 'mapping-not-understood', params: {} });
  const mapping: [string, ColumnUse][] = [];
  for (const [column, use] of Object.entries(read.data)) {
    if (!isColumnUse(use)) {
      const fields = [...importFields, 'extra', 'field.…', ...newKinds.map((kind) => `new.${kind}`)].join(
        ', ',
      );
      const params = { column, field: use ?? '', fields };
      return err({ code: 'mapping-unknown-field', params });
    }
    mapping.push([column, use]);
  }
  return ok(Object.fromEntries(mapping));
}

export function isColumnUse(use: string | null): use is ColumnUse {
  return use === null || use === 'extra' || isOwnUse(use) || importFields.some((field) => field === use);
}

/** What of a mapping made for another file, perhaps with other columns, holds for a file with these. */
export function mappingWithin(mapping: ExplicitMapping, headers: readonly string[]): ExplicitMapping {
  return Object.fromEntries(Object.entries(mapping).filter(([header]) => headers.includes(header)));
}

/** A mapping with what the format says of the other columns; a field that someone gave to a column is theirs alone. */
export function withKnownColumns(mapping: ExplicitMapping, known: KnownColumns): ExplicitMapping {
  const given = new Set(Object.values(mapping));
  const said = Object.entries(known).flatMap(([header, field]): [string, ColumnUse][] => {
    if (field === 'ignored') return [[header, null]];
    const isTaken = field !== 'extra' && given.has(field) && !fieldsOfSeveralColumns.has(field);
    return isTaken ? [] : [[header, field]];
  });
  return { ...Object.fromEntries(said), ...mapping };
}
