import { readPracticeQuery } from '#modules/practices/index.ts';
import { answerTile, drawTile, practiceMapKey, readSeenForm } from '#modules/practices/index.server.ts';
import { refuse } from '../../../../../../refusal.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals, params, request, url }) => {
  const filter = new URLSearchParams(url.searchParams);
  filter.delete('v');
  const query = readPracticeQuery(filter, await readSeenForm(locals.context));
  if (!query.ok) refuse(query.error.code);
  const answer = await answerTile(request, {
    address: params,
    key: await practiceMapKey(locals.context, filter.toString()),
    version: url.searchParams.get('v'),
    draw: (tile) => drawTile(locals.context, query.value.filters, tile),
  });
  return answer.ok ? answer.value : refuse(answer.error.code);
};
