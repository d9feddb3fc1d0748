import { type Result, err, ok } from '#kernel/result.ts';
import { plainLetters } from '#kernel/plain-letters.ts';
import { readCsv } from '#kernel/tabular/read-csv.server.ts';
import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import type { FrameworkContent } from '../framework-content.ts';
import { type Cells, columns, rowTypes, wordColumns } from './framework-columns.ts';
import { frenchColumns, frenchTypes } from './french-names.ts';
import type { FileDefaults, FileOrigin, FileProblem, FrameworkInFile } from './framework-file.ts';
import { rowsOf } from './framework-rows.ts';
import { readFrameworkRows } from './read-framework-rows.ts';
import type { Row } from './row-nodes.ts';

/** A version as CSV, as `docs/guide-facilitator` describes it; `readFrameworkCsv` gives the same content back. */
export async function writeFrameworkCsv(
  content: FrameworkContent,
  origin: FileOrigin | undefined,
): Promise<string> {
  let text = '';
  for await (const piece of writeCsv(columns, rowsOf(content, origin))) text += piece;
  return text;
}

/** More lines than any framework has: the rest of the file is not read. */
const mostRows = 20_000;

/**
 * Reads a framework from what a spreadsheet saved: commas, semicolons or tabs, whatever the encoding, names of columns
 * in English or in French, in any order; columns without a language are in that of the person.
 */
export async function readFrameworkCsv(
  bytes: AsyncIterable<Uint8Array>,
  defaults: FileDefaults,
): Promise<Result<FrameworkInFile, FileProblem[]>> {
  const table = await readCsv(bytes);
  if (!table.ok) return err([{ line: null, place: '', code: 'unreadable' }]);
  const names = table.value.headers.map((header) => columnOf(header, defaults.language));
  if (!names.includes('type')) {
    await table.value.close();
    return err([{ line: table.value.headerLine ?? 1, place: 'type', code: 'no-columns' }]);
  }
  const rows: Row[] = [];
  const problems: FileProblem[] = [];
  for await (const row of table.value.rows) {
    if (!row.ok)
      problems.push({ line: row.error.line, place: row.error.text.slice(0, 80), code: 'row-broken' });
    else {
      const cells = Object.values(row.value.cells).map((cell, at): [string, string] => [
        names[at] ?? '',
        cell.trim(),
      ]);
      const read = readRow(row.value.line, Object.fromEntries(cells.filter(([, cell]) => cell !== '')));
      if (read.ok) rows.push(read.value);
      else problems.push(read.error);
    }
    if (rows.length > mostRows || problems.length > mostRows) {
      return err([{ line: null, place: '', code: 'rows-too-many', max: mostRows }]);
    }
  }
  if (problems.length > 0) return err(problems.slice(0, 50));
  if (rows.length === 0) return err([{ line: null, place: '', code: 'not-a-framework' }]);
  return readFrameworkRows(rows, defaults);
}

function readRow(line: number, cells: Cells): Result<Row, FileProblem> {
  const written = cells['type'] ?? '';
  const name = plainLetters(written);
  const type = rowTypes.find((known) => known === name) ?? frenchTypes[name];
  return type ? ok({ line, type, cells }) : err({ line, place: written.slice(0, 80), code: 'type-unknown' });
}

/** `Titre` of a French file is `title_fr`, `Question (en)` is `question_en`. */
function columnOf(header: string, language: 'fr' | 'en'): string {
  const words = plainLetters(header)
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  const [, base = words, told] = /^(.*?)_(fr|en)$/.exec(words) ?? [];
  const name = frenchColumns[base] ?? base;
  const isWorded = wordColumns.some((column) => column === name);
  return isWorded ? `${name}_${told ?? language}` : name;
}
