import { json } from '@sveltejs/kit';
import { frameworkFileSchema } from '#modules/framework/index.ts';
import { answerUnlessHeld } from '../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) =>
  answerUnlessHeld(event, () => json(frameworkFileSchema(event.locals.context.origin)));
