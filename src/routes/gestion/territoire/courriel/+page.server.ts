import { fail } from '@sveltejs/kit';
import { translators } from '#messages/index.ts';
import { tryMail } from '#modules/accounts/index.server.ts';
import { passSteps } from '#modules/territories/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { settingsFor } from '../settings-page.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { setupLeft } = await settingsFor(event);
  const { app, person } = event.locals;
  return { setupLeft, delivery: app.mail, email: person?.email ?? '' };
};

export const actions: Actions = {
  default: async ({ locals }) => {
    const { app, context, locale, territory } = locals;
    const t = translators[locale];
    const values = { territory: territory.name, origin: app.origin };
    const tried = await tryMail(context, {
      subject: t('territories.mail.mail-subject', values),
      body: t('territories.mail.mail-body', values),
      send: (mail) => app.sendAtOnce(mail),
    });
    if (tried.ok) {
      await passSteps(context, 'mail');
      app.territories.forget();
      return { sent: tried.value.email };
    }
    const { error } = tried;
    if (error.code === 'trouble') return fail(422, { trouble: error.trouble });
    return error.code === 'too-many' ? fail(429, { tooMany: true }) : refuse(error.code);
  },
};
