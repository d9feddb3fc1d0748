import { readOwnWeights } from '#modules/deliberation/index.server.ts';
import { participantOrWayIn } from '../../../participant-at.server.ts';
import { weightsShown } from '../../../weights-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  const { consultation, participant } = await participantOrWayIn(event);
  const { branches } = await readOwnWeights(event.locals.context, consultation, participant);
  return {
    ...(await weightsShown(event, consultation, participant)),
    branches: branches.map(({ id, said, method }, index) => ({ id, said, method, place: index + 1 })),
  };
};
