import { json } from '@sveltejs/kit';
import { openApi } from '#app/open-api.ts';
import { openToAll } from '../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = ({ locals }) =>
  json(openApi(locals.context.origin), { headers: openToAll });
