import { json } from '@sveltejs/kit';
import { publicPractices } from '#modules/practices/index.server.ts';
import { withPractice } from '../../practice-files.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = (event) =>
  withPractice(event, async (practice) => {
    const [shown] = await publicPractices(event.locals.context, [practice]);
    return json(shown);
  });
