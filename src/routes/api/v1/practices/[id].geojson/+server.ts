import { preflight } from '../../api-answers.server.ts';
import { answerOne } from '../../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => answerOne(event, 'geojson');
export const OPTIONS: RequestHandler = preflight;
