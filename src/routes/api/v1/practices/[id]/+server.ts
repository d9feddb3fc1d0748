import { json } from '@sveltejs/kit';
import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { translators } from '#messages/index.ts';
import { findPractice, toPublicPractice } from '#modules/practices/index.server.ts';
import {
  findHidden,
  findPurged,
  findTombstone,
  readFiles,
  readTopics,
} from '#modules/records/index.server.ts';
import { apiError, openToAll } from '../../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals, params: { id } }) => {
  const { context } = locals;
  const practice = isId(id) ? await findPractice(context, { id }) : undefined;
  if (!practice) return absent(locals, isId(id) && (await isGone(context, id)));
  const [topics, files] = await Promise.all([readTopics(context), readFiles(context, practice.record.id)]);
  return json(toPublicPractice(practice, { origin: context.origin, topics, files }), {
    headers: openToAll,
  });
};

function absent(locals: App.Locals, gone: boolean): Response {
  const t = translators[locals.locale];
  return gone
    ? apiError(410, { code: 'gone', message: t('app.error.gone') })
    : apiError(404, { code: 'not-found', message: t('records.error.not-found') });
}

/** Whether its page would answer 410: it was removed, hidden or purged, and this reader could see it before. */
async function isGone(context: Context, id: Id): Promise<boolean> {
  const where = { kind: 'practice', id } as const;
  const found = await Promise.all([
    findTombstone(context, where),
    findHidden(context, where),
    findPurged(context, where),
  ]);
  return found.some((one) => one !== undefined);
}
