import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can } from '#modules/evaluation/index.ts';
import {
  inviteByMail,
  makeAnswerCards,
  readComposition,
  readInvitations,
  remindCollege,
  withdrawCards,
} from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { mailState } from '../../../mail-state.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { letterFor } from '../../invitation-mail.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import { toldRefusal } from '../../told-refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** What was done to one invitation on its own page, which then leads back here. */
const doneThere = ['resent', 'corrected', 'withdrawn'] as const;

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const { actor } = context;
  if (!can(actor, 'invite', session)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  const [invitations, composition] = await Promise.all([
    readInvitations(context, session),
    readComposition(context, session),
  ]);
  if (!invitations.ok) return refuse(invitations.error.code);
  if (!composition.ok) return refuse(composition.error.code);
  if (session.state !== 'open') redirect(303, localPath(locale, addressOf(session.record)));
  return {
    title: session.record.title,
    language: session.record.language,
    address: addressOf(session.record),
    closesOn: session.closesOn,
    /** Where the code of a card is typed. */
    codeAddress: `${context.origin}${localPath(locale, '/r')}`,
    colleges: invitations.value,
    invited: composition.value.colleges.map(({ invited }) => invited),
    ...(await mailState(event.locals)),
    done: doneThere.find((done) => done === event.url.searchParams.get('fait')),
  };
};

/** The session, and the college and other fields that a form sent. */
async function sent(event: RequestEvent) {
  const session = await sessionAt(event);
  const form = await event.request.formData();
  const value = (name: string) => String(form.get(name) ?? '');
  const collegeKey = value('college');
  return { session, value, collegeKey, where: { evaluationId: session.record.id, collegeKey } };
}

export const actions: Actions = {
  mail: async (event) => {
    const { session, value, collegeKey, where } = await sent(event);
    const pasted = value('addresses');
    const letter = letterFor(event.locals, session, 'invite');
    const invited = await inviteByMail(event.locals.context, { ...where, ...letter, pasted });
    if (invited.ok) return { sent: { collegeKey, ...invited.value } };
    const error = toldRefusal(invited.error.code);
    return fail(422, { refused: { collegeKey, pasted, count: '', error, field: 'addresses' } });
  },
  cards: async (event) => {
    const { value, collegeKey, where } = await sent(event);
    const count = value('count');
    const made = await makeAnswerCards(event.locals.context, { ...where, count: Number(count) });
    if (made.ok) return { made: { collegeKey, codes: made.value.map(({ code }) => code) } };
    const error = toldRefusal(made.error.code);
    return fail(422, { refused: { collegeKey, pasted: '', count, error, field: 'count' } });
  },
  remind: async (event) => {
    const { session, collegeKey, where } = await sent(event);
    const letter = letterFor(event.locals, session, 'remind');
    const reminded = await remindCollege(event.locals.context, { ...where, ...letter });
    if (reminded.ok) return { reminded: { collegeKey, count: reminded.value.reminded } };
    return fail(409, { error: toldRefusal(reminded.error.code) });
  },
  withdrawCards: async (event) => {
    const { value, collegeKey, where } = await sent(event);
    const madeAt = new Date(value('madeAt'));
    const withdrawn = await withdrawCards(event.locals.context, { ...where, madeAt });
    if (withdrawn.ok) return { withdrawn: { collegeKey, count: withdrawn.value.withdrawn } };
    return fail(409, { error: toldRefusal(withdrawn.error.code) });
  },
};
