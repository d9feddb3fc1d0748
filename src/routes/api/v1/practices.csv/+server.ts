import { preflight } from '../api-answers.server.ts';
import { answerList } from '../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => answerList(event, 'csv');
export const OPTIONS: RequestHandler = preflight;
