import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { emptyForm, readForm, readOwnTyped, readPhotoTyped } from '#modules/practices/index.ts';
import { askOwnFields, proposeByMail, proposePractice } from '#modules/practices/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { mailState } from '../../mail-state.server.ts';
import { refuse } from '../../refusal.server.ts';
import { fileIn } from '../../fichiers/sent-file.server.ts';
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
    const photo = readPhotoTyped(form);
    const file = fileIn(form, 'photo');
    const typed = { values, core, own, photo, photoChosen: file.size > 0 };
    if (locals.person) {
      const proposed = await proposePractice(locals.context, input);
      if (proposed.ok) redirect(303, localPath(locals.locale, addressOf(proposed.value)));
      if (proposed.error.code === 'not-allowed') refuse(proposed.error.code);
      const { fields } = proposed.error;
      return fail(422, { ...typed, email: '', fields, emailError: null, photoProblems: null });
    }
    const email = String(form.get('email') ?? '');
    const t = translators[locals.locale];
    const named = { title: values.title, territory: locals.territory.name };
    const about = {
      description: photo.photoDescription,
      decorative: false,
      credit: photo.photoCredit,
      licence: photo.photoLicence,
    };
    // Words about a photo that was not chosen are told, rather than lost.
    const isGiven = file.size > 0 || photo.photoDescription.trim() !== '';
    const sent = await proposeByMail(locals.context, {
      email,
      input,
      address: getClientAddress(),
      picture: isGiven ? { file, about } : undefined,
      path: localPath(locals.locale, '/pratiques/proposition'),
      mail: {
        subject: t('practices.mail.subject', named),
        body: (link) => t('practices.mail.body', { ...named, link }),
      },
    });
    if (sent.ok) return { sent: sent.value.email };
    const { fields, email: emailError, picture: photoProblems } = sent.error;
    return fail(422, { ...typed, email, fields, emailError, photoProblems });
  },
};
