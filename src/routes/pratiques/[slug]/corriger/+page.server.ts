import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { formOf, readForm, readOwnTyped } from '#modules/practices/index.ts';
import {
  askOwnFields,
  correctByMail,
  correctionOf,
  editByConfirmation,
  editPractice,
} from '#modules/practices/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm } from '#modules/records/index.server.ts';
import { mailState } from '../../../mail-state.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { practiceAt } from '../../practice-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The link of a mail that asked whether the practice is still true: its reader corrects at once. */
const linkOf = ({ url }: Pick<RequestEvent, 'url'>) => url.searchParams.get('lien') ?? '';

/** For whoever has no account; those who are signed in edit. */
export const load: PageServerLoad = async (event) => {
  const { locals } = event;
  const practice = await practiceAt(event);
  const { record } = practice;
  const address = addressOf(record);
  if (record.mirrorOf) refuse('mirrored');
  if (locals.person) redirect(303, localPath(locals.locale, `${address}/modifier`));
  event.setHeaders({ 'cache-control': 'no-store' });
  const { title, language, version } = record;
  const core = await coreForm(locals.context, record);
  const isAsked = linkOf(event) !== '';
  return {
    title,
    language,
    version,
    address,
    core,
    isAsked,
    own: await askOwnFields(locals.context, practice.details.fields),
    values: formOf(practice),
    ...(await mailState(locals)),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals } = event;
    const practice = await practiceAt(event);
    const { record } = practice;
    const form = await event.request.formData();
    const values = readForm(form);
    const core = readCoreForm(form);
    const own = readOwnTyped(form);
    const version = Number(form.get('version'));
    const email = String(form.get('email') ?? '');
    const token = linkOf(event);
    const { values: coreBefore } = await coreForm(locals.context, record);
    const { values: ownBefore } = await askOwnFields(locals.context, practice.details.fields);
    const input = correctionOf(practice, { values, core, coreBefore, own, ownBefore });
    const told = { ...values, core: input.core, own: input.own?.typed };
    const typed = {
      values,
      core,
      own,
      email,
      version: record.version,
      fields: [] as string[],
      emailError: null,
      isLate: false,
    };
    // Nothing is written over what someone else saved since the form was opened.
    if (version !== record.version) return fail(409, { ...typed, isLate: true });
    if (token !== '') {
      const edit = { token, recordId: record.id, version, input: told };
      const saved = await editByConfirmation(locals.context, edit);
      if (saved.ok) redirect(303, localPath(locals.locale, addressOf(saved.value)));
      if (saved.error.code === 'invalid') return fail(422, { ...typed, fields: saved.error.fields });
      return refuse(saved.error.code === 'mirrored' ? 'mirrored' : 'not-allowed');
    }
    if (locals.person) {
      // They signed in elsewhere meanwhile.
      const edit = { recordId: record.id, version, input: told };
      const saved = await editPractice(locals.context, edit);
      if (saved.ok) redirect(303, localPath(locals.locale, addressOf(saved.value)));
      if (saved.error.code === 'invalid') return fail(422, { ...typed, fields: saved.error.fields });
      return refuse(saved.error.code === 'mirrored' ? 'mirrored' : 'not-allowed');
    }
    const t = translators[locals.locale];
    const named = { title: record.title, territory: locals.territory.name };
    const sent = await correctByMail(locals.context, {
      recordId: record.id,
      version,
      input,
      email,
      address: event.getClientAddress(),
      path: localPath(locals.locale, '/pratiques/correction'),
      mail: {
        subject: t('practices.correct.mail.subject', named),
        body: (link) => t('practices.correct.mail.body', { ...named, link }),
      },
    });
    if (sent.ok) return { sent: sent.value.email };
    if (sent.error.code !== 'invalid') return refuse(sent.error.code);
    return fail(422, { ...typed, fields: sent.error.fields, emailError: sent.error.email });
  },
};
