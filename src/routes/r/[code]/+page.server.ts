import { fail } from '@sveltejs/kit';
import { comeIn, enterCode, roomAt } from '../enter-code.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** What a card says, typed whole in the address bar or photographed; or the door of a room, which a click opens. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  const room = await roomAt(event);
  return room ? { room } : { refused: await enterCode(event, event.params.code) };
};

export const actions: Actions = {
  default: async (event) => {
    const { error } = await comeIn(event);
    return fail(error === 'too-many-tries' ? 429 : 409, { error });
  },
};
