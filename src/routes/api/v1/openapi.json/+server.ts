import { json } from '@sveltejs/kit';
import { openApi } from '#app/open-api.ts';
import { answerUnlessHeld } from '../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) =>
  answerUnlessHeld(event, () => json(openApi(event.locals.context.origin)));
