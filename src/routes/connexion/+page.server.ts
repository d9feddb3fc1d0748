import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { requestSignIn } from '#modules/accounts/index.server.ts';
import { mailState } from '../mail-state.server.ts';
import { safeReturn } from '../safe-return.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** Why the identity provider's answer was not good enough: what brings someone back here. */
const reasons = [
  'provider-unreachable',
  'provider-declined',
  'provider-refused',
  'provider-level',
  'provider-no-email',
  'provider-email-unverified',
  'provider-too-late',
] as const;

export const load: PageServerLoad = async ({ locals, url }) => ({
  ...(await mailState(locals)),
  provider: locals.app.provider?.name,
  reason: reasons.find((reason) => reason === url.searchParams.get('motif')),
  returnTo: safeReturn(url.searchParams.get('vers')),
});

export const actions: Actions = {
  default: async ({ request, locals, url, getClientAddress }) => {
    const t = translators[locals.locale];
    const territory = locals.territory.name;
    const email = String((await request.formData()).get('email') ?? '');
    const sent = await requestSignIn(locals.context, {
      email,
      address: getClientAddress(),
      path: localPath(locals.locale, '/connexion/lien'),
      returnTo: safeReturn(url.searchParams.get('vers')),
      mail: {
        subject: t('accounts.mail.subject', { territory }),
        body: (link) => t('accounts.mail.body', { territory, link }),
      },
    });
    if (!sent.ok) return fail(422, { email, error: sent.error.code });
    return { sent: sent.value.email };
  },
};
