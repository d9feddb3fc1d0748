import { json } from '@sveltejs/kit';
import { toPublicPractice } from '#modules/practices/index.server.ts';
import { readFiles, readTopics } from '#modules/records/index.server.ts';
import { withPractice } from '../../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) => {
  const { context } = event.locals;
  return withPractice(event, async (practice) => {
    const [topics, files] = await Promise.all([readTopics(context), readFiles(context, practice.record.id)]);
    return json(toPublicPractice(practice, { origin: context.origin, topics, files }));
  });
};
