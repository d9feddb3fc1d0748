import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { readShownContact, writeToContact } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { mailState } from '../../../mail-state.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record } = await practiceAt(event);
  const contact = await readShownContact(event.locals.context, record.id);
  if (!contact?.canBeWritten) return refuse('not-found');
  const { name, email } = event.locals.person ?? { name: '', email: '' };
  const { title, language } = record;
  const shown = { title, language, address: addressOf(record), to: contact.name, writer: { name, email } };
  return { ...shown, ...(await mailState(event.locals)) };
};

export const actions: Actions = {
  default: async (event) => {
    const { record } = await practiceAt(event);
    const { context, locale, territory } = event.locals;
    const t = translators[locale];
    const form = await event.request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const typed = { name: read('name'), email: read('email'), message: read('message') };
    const written = await writeToContact(context, {
      recordId: record.id,
      typed,
      address: event.getClientAddress(),
      path: localPath(locale, '/pratiques/contact'),
      mail: (message) => {
        const said = { ...message, title: record.title, territory: territory.name };
        return {
          subject: t('practices.write.mail.subject', said),
          body: (link) => t('practices.write.mail.body', { ...said, link }),
        };
      },
    });
    if (written.ok) return { sent: true as const };
    const { error } = written;
    if (error.code === 'not-found') return refuse(error.code);
    const isTooMany = error.code === 'too-many';
    const problems = error.code === 'invalid' ? error.problems.map(({ field }) => field) : [];
    return fail(isTooMany ? 429 : 422, { typed, problems, isTooMany });
  },
};
