import { type Result, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { readCsvTable } from './read-csv-table.server.ts';
import type { ReadOptions, SourceFile, SourceRow, SourceRowError, SourceTable } from './source-table.ts';
import { type CsvForm, readCsvForm } from './yeswiki-csv.ts';
import { readSchema } from './yeswiki-schema.ts';

/** Entries that Bazar exports as a table, with the form and the lists that come along. */
export async function readYesWikiCsv(
  file: SourceFile,
  options: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const schema = readSchema(file.companions);
  if (!schema.ok) return schema;
  const opened = await readCsvTable(file, options);
  if (!opened.ok) return opened;
  const table = opened.value;
  const form = readCsvForm(table.headers, schema.value);
  return ok({
    ...table,
    format: 'yeswiki-csv',
    known: form.known,
    questions: form.questions,
    sample: table.sample.map((row) => ({ ...row, cells: form.labelled(row.cells) })),
    rows: labelled(table.rows, form),
  });
}

async function* labelled(
  rows: SourceTable['rows'],
  form: CsvForm,
): AsyncGenerator<Result<SourceRow, SourceRowError>> {
  for await (const row of rows)
    yield row.ok ? ok({ ...row.value, cells: form.labelled(row.value.cells) }) : row;
}
