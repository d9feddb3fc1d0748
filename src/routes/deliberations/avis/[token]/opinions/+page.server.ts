import { refuse } from '../../../../refusal.server.ts';
import { opinionsShown } from '../../../opinions-shown.server.ts';
import { participantAt } from '../../../participant-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  const found = await participantAt(event);
  if (!('consultation' in found)) return refuse(found.code);
  const participant = found.code === 'taking-part' ? found.participant : undefined;
  return opinionsShown(event.locals.context, found.consultation, { participant, token: event.params.token });
};
