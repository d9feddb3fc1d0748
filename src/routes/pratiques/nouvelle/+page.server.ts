import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { emptyForm, readForm, readOwnTyped } from '#modules/practices/index.ts';
import { askOwnFields, proposeByMail, proposePractice } from '#modules/practices/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { mailState } from '../../mail-state.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => ({
  ...(await mailState(locals)),
  signedIn: locals.person !== undefined,
  core: await coreForm(locals.context),
  own: await askOwnFields(locals.context),
  values: { ...emptyForm, language: locals.locale, status: 'active' },
});

export const actions: Actions = {
  default: async ({ request, locals, getClientAddress }) => {
    const form = await request.formData();
    const values = readForm(form);
    const core = readCoreForm(form);
    const own = readOwnTyped(form);
    const input = { ...values, core, own };
    if (locals.person) {
      const proposed = await proposePractice(locals.context, input);
      if (proposed.ok) redirect(303, localPath(locals.locale, addressOf(proposed.value)));
      if (proposed.error.code === 'not-allowed') refuse(proposed.error.code);
      return fail(422, { values, core, own, email: '', fields: proposed.error.fields, emailError: null });
    }
    const email = String(form.get('email') ?? '');
    const t = translators[locals.locale];
    const named = { title: values.title, territory: locals.territory.name };
    const sent = await proposeByMail(locals.context, {
      email,
      input,
      address: getClientAddress(),
      path: localPath(locals.locale, '/pratiques/proposition'),
      mail: {
        subject: t('practices.mail.subject', named),
        body: (link) => t('practices.mail.body', { ...named, link }),
      },
    });
    if (sent.ok) return { sent: sent.value.email };
    return fail(422, { values, core, own, email, fields: sent.error.fields, emailError: sent.error.email });
  },
};
