import { answerListFeed } from '../feed-answer.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => answerListFeed(event, '/decisions');
