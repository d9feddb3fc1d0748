import { fail } from '@sveltejs/kit';
import { translators } from '#messages/index.ts';
import { restoreEmail, showEmailRestore } from '#modules/accounts/index.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const link = await showEmailRestore(locals.context, params.token);
  return link.ok ? { email: link.value.email } : { refusal: link.error.code };
};

export const actions: Actions = {
  default: async ({ locals, params }) => {
    const t = translators[locals.locale];
    const territory = locals.territory.name;
    const restored = await restoreEmail(locals.context, {
      token: params.token,
      notice: {
        subject: t('accounts.email.undone.subject', { territory }),
        body: t('accounts.email.undone.body', { territory }),
      },
    });
    return restored.ok ? { done: restored.value.email } : fail(422, { refusal: restored.error.code });
  },
};
