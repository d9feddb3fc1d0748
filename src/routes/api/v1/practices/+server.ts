import { json } from '@sveltejs/kit';
import { pageOfPractices } from '#modules/practices/index.server.ts';
import { openToAll, practiceQuery } from '../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals, url }) => {
  const query = practiceQuery(locals, url);
  if (!query.ok) return query.error;
  const page = await pageOfPractices(locals.context, query.value);
  return json(page, { headers: openToAll });
};
