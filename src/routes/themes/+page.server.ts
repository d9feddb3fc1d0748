import { canShapeTopics } from '#modules/records/index.ts';
import { listTopics } from '#modules/records/index.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context } }) => ({
  lists: await listTopics(context),
  mayShape: canShapeTopics(context.actor),
});
