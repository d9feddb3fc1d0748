import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import { weightRows } from '#modules/deliberation/index.ts';
import { weightsAt, weightsFile } from '../../weights-shown.server.ts';
import type { RequestHandler } from './$types.d.ts';

const columns = [
  'branch',
  'branch_title',
  'item',
  'item_title',
  'part',
  'name',
  'people',
  'lower',
  'median',
  'upper',
];

export const GET: RequestHandler = async (event) => {
  const shown = await weightsAt(event);
  const rows = weightRows(shown.weights.branches).map((row) => ({
    ...row,
    branch_title: shown.labels[row.branch],
    item_title: shown.labels[row.item],
  }));
  const text = (await Array.fromAsync(writeCsv(columns, rows))).join('');
  const type = 'text/csv; charset=utf-8; header=present';
  return weightsFile(text, shown, { extension: 'csv', type });
};
