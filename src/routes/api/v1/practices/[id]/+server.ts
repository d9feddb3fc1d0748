import { json } from '@sveltejs/kit';
import { isId } from '#kernel/ids.ts';
import { translators } from '#messages/index.ts';
import { findPractice, toPublicPractice } from '#modules/practices/index.server.ts';
import { readFiles, readTopics } from '#modules/records/index.server.ts';
import { apiError, openToAll } from '../../api-answers.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async ({ locals, params }) => {
  const practice = isId(params.id) ? await findPractice(locals.context, { id: params.id }) : undefined;
  if (!practice) {
    return apiError(404, {
      code: 'not-found',
      message: translators[locals.locale]('records.error.not-found'),
    });
  }
  const { context } = locals;
  const [topics, files] = await Promise.all([readTopics(context), readFiles(context, practice.record.id)]);
  return json(toPublicPractice(practice, { origin: context.origin, topics, files }), {
    headers: openToAll,
  });
};
