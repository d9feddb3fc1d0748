import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { emptyForm, readForm } from '#modules/practices/index.ts';
import { proposeByMail, proposePractice } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = ({ locals }) => ({
  signedIn: locals.person !== undefined,
  values: { ...emptyForm, status: 'active' },
});

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const values = readForm(form);
    if (locals.person) {
      const proposed = await proposePractice(locals.context, values);
      if (proposed.ok) redirect(303, localPath(locals.locale, addressOf(proposed.value)));
      return fail(422, { values, email: '', error: proposed.error });
    }
    const email = String(form.get('email') ?? '');
    const t = translators[locals.locale];
    const named = { title: values.title, territory: locals.territory.name };
    const sent = await proposeByMail(locals.context, {
      email,
      input: values,
      path: localPath(locals.locale, '/pratiques/proposition'),
      mail: {
        subject: t('practices.mail.subject', named),
        body: (link) => t('practices.mail.body', { ...named, link }),
      },
    });
    if (sent.ok) return { sent: sent.value.email };
    return fail(422, { values, email, error: sent.error });
  },
};
