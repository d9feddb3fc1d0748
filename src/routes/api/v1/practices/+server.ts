import { json } from '@sveltejs/kit';
import { pageOfPractices } from '#modules/practices/index.server.ts';
import { answerUnlessHeld, pageLinks, practiceQuery } from '../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async (event) => {
  const query = await practiceQuery(event.locals, event.url);
  if (!query.ok) return query.error;
  return answerUnlessHeld(event, async () => {
    const page = await pageOfPractices(event.locals.context, query.value);
    return json(page, { headers: { link: pageLinks(event.url, page) } });
  });
};
