import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { formerAddressDays as days } from '#modules/accounts/index.ts';
import { acceptEmailChange, currentSessionId, showEmailChange } from '#modules/accounts/index.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const link = await showEmailChange(locals.context, params.token);
  return link.ok ? { change: link.value } : { refusal: link.error.code };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const t = translators[locals.locale];
    const territory = locals.territory.name;
    const accepted = await acceptEmailChange(locals.context, {
      token: params.token,
      session: await currentSessionId(locals.app.sessions, request.headers),
      path: localPath(locals.locale, '/compte/ancienne-adresse'),
      notice: {
        subject: t('accounts.email.notice.subject', { territory }),
        body: (link) => t('accounts.email.notice.body', { territory, link, days }),
      },
    });
    return accepted.ok ? { done: accepted.value.email } : fail(422, { refusal: accepted.error.code });
  },
};
