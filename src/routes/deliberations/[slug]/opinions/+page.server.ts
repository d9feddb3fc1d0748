import { memberParticipant } from '#modules/deliberation/index.server.ts';
import { consultationAt } from '../../consultation-at.server.ts';
import { opinionsShown } from '../../opinions-shown.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const consultation = await consultationAt(event);
  const participant = await memberParticipant(context, consultation.record.id);
  return opinionsShown(context, consultation, { participant, token: consultation.record.shortId });
};
