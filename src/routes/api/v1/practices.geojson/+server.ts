import { answerList } from '../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => answerList(event, 'geojson');
