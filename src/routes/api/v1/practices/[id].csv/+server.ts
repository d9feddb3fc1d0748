import { answerOne } from '../../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => answerOne(event, 'csv');
