import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { askConsent, readContact, saveContact } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { practiceAt } from '../../practice-at.server.ts';
import { mailState } from '../../../mail-state.server.ts';
import { refuse } from '../../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { record } = await practiceAt(event);
  const seen = await readContact(event.locals.context, record.id);
  if (!seen.ok) return refuse(seen.error.code);
  const { delivery } = await mailState(event.locals);
  const { title, language } = record;
  return { title, language, address: addressOf(record), delivery, ...seen.value };
};

export const actions: Actions = {
  save: async (event) => {
    const { record } = await practiceAt(event);
    const form = await event.request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const input = { name: read('name'), email: read('email'), phone: read('phone') };
    const saved = await saveContact(event.locals.context, { recordId: record.id, input });
    if (saved.ok) return { saved: true as const };
    const { error } = saved;
    if (error.code !== 'invalid') return refuse(error.code);
    return fail(422, { input, problems: error.problems.map(({ field }) => field) });
  },
  ask: async (event) => {
    const { record } = await practiceAt(event);
    const { context, locale, territory } = event.locals;
    const t = translators[locale];
    const said = { territory: territory.name, title: record.title };
    const asked = await askConsent(context, {
      recordId: record.id,
      path: localPath(locale, '/pratiques/contact'),
      mail: {
        subject: t('practices.contact.mail.subject', said),
        body: (link) => t('practices.contact.mail.body', { ...said, link }),
      },
    });
    if (asked.ok) return { asked: true as const };
    const { code } = asked.error;
    if (code === 'not-found' || code === 'not-allowed' || code === 'sign-in-first') return refuse(code);
    return fail(422, { askError: code });
  },
};
