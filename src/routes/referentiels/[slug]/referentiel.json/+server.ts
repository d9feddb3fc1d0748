import { answerFile } from '../../framework-file.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => answerFile(event, 'json');
