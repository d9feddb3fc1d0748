import { weightsAt } from '../../weights-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record, ...shown } = await weightsAt(event);
  return { ...shown, shortId: record.shortId };
};
