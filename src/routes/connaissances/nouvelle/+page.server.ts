import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { addressOf, emptyPageForm, readCoreForm, readPageForm } from '#modules/records/index.ts';
import { coreForm, proposePageByMail, writePage } from '#modules/records/index.server.ts';
import { mailState } from '../../mail-state.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals }) => ({
  ...(await mailState(locals)),
  signedIn: locals.person !== undefined,
  core: await coreForm(locals.context),
  values: { ...emptyPageForm, language: locals.locale },
});

export const actions: Actions = {
  default: async ({ request, locals, getClientAddress }) => {
    const form = await request.formData();
    const [values, core] = [readPageForm(form), readCoreForm(form)];
    const writing = { input: values, core };
    if (locals.person) {
      const written = await writePage(locals.context, writing);
      if (written.ok) redirect(303, localPath(locals.locale, addressOf(written.value)));
      if (written.error.code === 'not-allowed') refuse(written.error.code);
      return fail(422, { values, core, problems: written.error.problems, email: '', emailError: null });
    }
    const email = String(form.get('email') ?? '');
    const t = translators[locals.locale];
    const named = { title: values.title, territory: locals.territory.name };
    const sent = await proposePageByMail(locals.context, {
      email,
      input: writing,
      address: getClientAddress(),
      path: localPath(locals.locale, '/connaissances/proposition'),
      mail: {
        subject: t('pages.mail.subject', named),
        body: (link) => t('pages.mail.body', { ...named, link }),
      },
    });
    if (sent.ok) return { sent: sent.value.email };
    const { invalid, email: emailError } = sent.error;
    return fail(422, { values, core, problems: invalid?.problems ?? [], email, emailError });
  },
};
