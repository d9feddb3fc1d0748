import { signedIn } from '../../signed-in.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  signedIn(locals, '/compte/mes-donnees');
  return { tooMany: url.searchParams.has('plus-tard') };
};
