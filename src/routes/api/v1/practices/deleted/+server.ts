import { json } from '@sveltejs/kit';
import { readDeletedQuery } from '#modules/practices/index.ts';
import { listGone } from '#modules/records/index.server.ts';
import { answerUnlessHeld, pageLinks, wrongParameter } from '../../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** What whoever keeps a copy of the inventory takes out of it. */
export const GET: RequestHandler = (event) => {
  const query = readDeletedQuery(event.url.searchParams);
  if (!query.ok) return wrongParameter(event.locals, query.error);
  const { since, page, perPage } = query.value;
  return answerUnlessHeld(event, async () => {
    const window = { kind: 'practice' as const, since, limit: perPage, offset: (page - 1) * perPage };
    const { items, total } = await listGone(event.locals.context, window);
    const pages = Math.max(1, Math.ceil(total / perPage));
    const told = items.map(({ id, goneAt }) => ({ id, deleted_at: goneAt.toISOString() }));
    const headers = { link: pageLinks(event.url, { page, pages }) };
    return json({ items: told, total, page, pages }, { headers });
  });
};
