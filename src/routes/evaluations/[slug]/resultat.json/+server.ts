import { reportJson } from '#modules/evaluation/index.ts';
import { reportAt, reportFile } from '../../report-at.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async (event) => {
  const text = JSON.stringify(reportJson(await reportAt(event)), null, 2);
  return reportFile(text, { event, name: 'resultat', extension: 'json', type: 'application/json' });
};
