import { htmlTables } from '#kernel/tabular/workbook/html-tables.ts';
import { err } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { recogniseColumns } from '../recognise-columns.ts';
import { tableOf } from './read-workbook.server.ts';
import type { ReadSource, SourceTable } from './source-table.ts';
import { readWholeText } from './whole-text.server.ts';

/** Bytes: a page stands in memory as a tree. */
const largestPage = 20 * 1024 * 1024;
const webPage: ImportError = { code: 'web-page', params: { format: 'html' } };

/** The table of a web page that is an inventory; many programs write one and call it a spreadsheet (.xls). */
export const readHtml: ReadSource = async (file, { maxBytes }) => {
  const read = await readWholeText(file, { maxBytes: Math.min(maxBytes, largestPage) });
  if (!read.ok) return read;
  const table = await tableOf('html', htmlTables(read.value.text));
  return table.ok && isInventory(table.value) ? table : err(webPage);
};

/** Pages hold tables of all kinds: one of records has names, and says something of each. */
function isInventory({ headers, sample }: SourceTable): boolean {
  const columns = recogniseColumns(
    headers,
    sample.map(({ cells }) => cells),
  );
  return columns.ok && columns.value.filter(({ score }) => score >= 0.6).length > 1;
}
