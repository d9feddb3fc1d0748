import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { formerAddressDays } from '#modules/accounts/index.ts';
import { askEmailChange } from '#modules/accounts/index.server.ts';
import { mailState } from '../../mail-state.server.ts';
import { refuse } from '../../refusal.server.ts';
import { signedIn } from '../../signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const { email } = signedIn(locals, '/compte/adresse');
  return { email, days: formerAddressDays, ...(await mailState(locals)) };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const t = translators[locals.locale];
    const territory = locals.territory.name;
    const email = String((await request.formData()).get('email') ?? '');
    const sent = await askEmailChange(locals.context, {
      email,
      path: localPath(locals.locale, '/compte/adresse'),
      mail: {
        subject: t('accounts.email.mail.subject', { territory }),
        body: (link) => t('accounts.email.mail.body', { territory, link }),
      },
      taken: {
        subject: t('accounts.email.taken.subject', { territory }),
        body: t('accounts.email.taken.body', { territory }),
      },
    });
    if (sent.ok) return { sent: sent.value.email };
    const { code } = sent.error;
    return code === 'not-allowed' ? refuse(code) : fail(422, { email, error: code });
  },
};
