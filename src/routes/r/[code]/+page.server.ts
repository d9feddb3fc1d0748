import { enterCode } from '../enter-code.server.ts';
import type { PageServerLoad } from './$types.d.ts';

/** What a card says, typed whole in the address bar or photographed. */
export const load: PageServerLoad = (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  return enterCode(event, event.params.code);
};
