import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import { voiceColumns, voiceRows } from '#modules/evaluation/index.ts';
import { reportAt, reportFile } from '../../report-at.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async (event) => {
  const report = await reportAt(event);
  const text = (await Array.fromAsync(writeCsv(voiceColumns, voiceRows(report)))).join('');
  const type = 'text/csv; charset=utf-8; header=present';
  return reportFile(text, { event, name: 'raisons', extension: 'csv', type });
};
