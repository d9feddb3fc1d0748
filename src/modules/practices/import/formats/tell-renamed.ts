import type { RenamedColumn } from '#kernel/tabular/csv-header.ts';
import type { ImportWarning } from '../import-codes.ts';

/** A column that bears the name of an earlier one was given another. */
export function tellRenamed({ original, name }: RenamedColumn): ImportWarning {
  return { field: null, code: 'repeated-column', params: { column: original, name } };
}
