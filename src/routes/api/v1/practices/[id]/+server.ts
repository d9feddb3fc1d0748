import { json } from '@sveltejs/kit';
import { publicOwnValues, toPublicPractice } from '#modules/practices/index.server.ts';
import { mergedOrigins, readFiles, readTopics } from '#modules/records/index.server.ts';
import { withPractice } from '../../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => {
  const { context } = event.locals;
  return withPractice(event, async (practice) => {
    const { id } = practice.record;
    const { origin } = context;
    const [topics, files, merged, [own]] = await Promise.all([
      readTopics(context),
      readFiles(context, id),
      mergedOrigins(context, [id]),
      publicOwnValues(context, [practice.details.fields]),
    ]);
    return json(toPublicPractice(practice, { origin, topics, files, merged, ...(own && { own }) }));
  });
};
