import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { formatDate } from '#kernel/dates/format-date.ts';
import { translators } from '#messages/index.ts';
import { type EvaluationSession, can } from '#modules/evaluation/index.ts';
import { inviteByMail, makeAnswerLinks, readComposition } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

const answerPath = '/evaluations/repondre';

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const { actor } = context;
  if (!can(actor, 'invite', session)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const composition = await readComposition(context, session);
  if (!composition.ok) return refuse(composition.error.code);
  if (session.state !== 'open') redirect(303, localPath(locale, addressOf(session.record)));
  return {
    title: session.record.title,
    language: session.record.language,
    address: addressOf(session.record),
    composition: composition.value,
  };
};

export const actions: Actions = {
  mail: async (event) => {
    const session = await sessionAt(event);
    const form = await event.request.formData();
    const collegeKey = String(form.get('college') ?? '');
    const pasted = String(form.get('addresses') ?? '');
    const sent = await inviteByMail(event.locals.context, {
      evaluationId: session.record.id,
      collegeKey,
      pasted,
      path: localPath(event.locals.locale, answerPath),
      mail: invitationMail(event.locals, session, collegeKey),
    });
    if (sent.ok) return { sent: { collegeKey, ...sent.value } };
    const { code } = sent.error;
    if (code === 'not-found' || code === 'not-allowed') return refuse(code);
    return fail(422, { refused: { collegeKey, pasted, error: code, field: 'addresses' } });
  },
  links: async (event) => {
    const session = await sessionAt(event);
    const { context, locale } = event.locals;
    const form = await event.request.formData();
    const collegeKey = String(form.get('college') ?? '');
    const count = Number(form.get('count'));
    const made = await makeAnswerLinks(context, { evaluationId: session.record.id, collegeKey, count });
    if (made.ok) {
      const start = `${context.origin}${localPath(locale, answerPath)}`;
      return { made: { collegeKey, links: made.value.map((token) => `${start}/${token}`) } };
    }
    const { code } = made.error;
    if (code === 'not-found' || code === 'not-allowed') return refuse(code);
    return fail(422, { refused: { collegeKey, pasted: '', error: code, field: 'count' } });
  },
};

/** What the invited read: what it is about, how their college is shown, until when, and their own link. */
function invitationMail({ locale, territory }: App.Locals, session: EvaluationSession, collegeKey: string) {
  const t = translators[locale];
  const college = session.colleges.find(({ key }) => key === collegeKey);
  const title = session.record.title;
  const promise =
    college?.kind === 'named'
      ? t('evaluation.promise.named')
      : t('evaluation.promise.anonymous', { threshold: college?.threshold });
  const until = session.closesOn
    ? t('evaluation.page.closes-on', {
        date: formatDate(new Date(`${session.closesOn}T12:00:00Z`), { locale, timeZone: territory.timeZone }),
      })
    : '';
  const values = { territory: territory.name, title, college: college?.name, promise, until };
  return {
    subject: t('evaluation.mail.subject', values),
    body: (link: string) => t('evaluation.mail.body', { ...values, link }),
  };
}
