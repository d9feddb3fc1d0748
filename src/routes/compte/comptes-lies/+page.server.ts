import { fail } from '@sveltejs/kit';
import { currentSessionId, listIdentities, removeIdentity } from '#modules/accounts/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { signedIn } from '../../signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  signedIn(locals, '/compte/comptes-lies');
  const identities = await listIdentities(locals.context);
  if (!identities.ok) return refuse(identities.error.code);
  return {
    identities: identities.value.map(({ id, issuer, linkedAt }) => ({
      id,
      linkedAt,
      provider: providerName(locals, issuer),
    })),
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const id = String((await request.formData()).get('identity') ?? '');
    const current = await currentSessionId(locals.app.sessions, request.headers);
    const removed = await removeIdentity(locals.context, id, current);
    if (removed.ok) return { removed: providerName(locals, removed.value.issuer) };
    const { code } = removed.error;
    return code === 'identity-gone' ? fail(422, { error: code }) : refuse(code);
  },
};

/** As people know it; of a provider that the host no longer uses, the name of its machine. */
function providerName({ app }: App.Locals, issuer: string): string {
  if (app.provider?.issuer === issuer) return app.provider.name;
  return URL.parse(issuer)?.host ?? issuer;
}
