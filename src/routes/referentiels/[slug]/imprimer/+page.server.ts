import { addressOf } from '#modules/records/index.ts';
import { contentAt } from '../../framework-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, content, isDraft } = await contentAt(event);
  return { address: addressOf(record), content, isDraft };
};
