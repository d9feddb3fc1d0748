import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can } from '#modules/evaluation/index.ts';
import {
  correctAddress,
  readInvitations,
  resendInvitation,
  withdrawInvitation,
} from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../../refusal.server.ts';
import { letterFor } from '../../../invitation-mail.server.ts';
import { sessionAt } from '../../../session-at.server.ts';
import { toldRefusal } from '../../../told-refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const { actor } = context;
  if (!can(actor, 'invite', session)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  if (session.state !== 'open') redirect(303, localPath(locale, addressOf(session.record)));
  const colleges = await readInvitations(context, session);
  if (!colleges.ok) return refuse(colleges.error.code);
  const [found] = colleges.value.flatMap(({ college, mailed }) =>
    mailed.filter(({ id }) => id === event.params.invitation).map((invitation) => ({ college, invitation })),
  );
  if (!found) return refuse('not-found');
  const { record } = session;
  return { title: record.title, language: record.language, address: addressOf(record), ...found };
};

/** The session and the invitation that the address names. */
async function named(event: RequestEvent) {
  const session = await sessionAt(event);
  return {
    session,
    where: { evaluationId: session.record.id, invitationId: event.params['invitation'] ?? '' },
    letter: letterFor(event.locals, session, 'remind'),
  };
}

/** Back to all invitations, which say what was done. */
function goBack(
  { locals }: RequestEvent,
  { session }: Awaited<ReturnType<typeof named>>,
  done: string,
): never {
  redirect(303, `${localPath(locals.locale, addressOf(session.record))}/invitations?fait=${done}`);
}

export const actions: Actions = {
  resend: async (event) => {
    const invitation = await named(event);
    const { where, letter } = invitation;
    const resent = await resendInvitation(event.locals.context, { ...where, ...letter });
    if (resent.ok) return goBack(event, invitation, 'resent');
    return fail(409, { error: toldRefusal(resent.error.code) });
  },
  correct: async (event) => {
    const invitation = await named(event);
    const { where, session } = invitation;
    const address = String((await event.request.formData()).get('address') ?? '');
    const letter = letterFor(event.locals, session, 'invite');
    const corrected = await correctAddress(event.locals.context, { ...where, ...letter, address });
    if (corrected.ok) return goBack(event, invitation, 'corrected');
    const error = toldRefusal(corrected.error.code);
    if (error === 'email-invalid' || error === 'already-invited') {
      return fail(422, { correcting: { address, error } });
    }
    return fail(409, { error });
  },
  withdraw: async (event) => {
    const invitation = await named(event);
    const withdrawn = await withdrawInvitation(event.locals.context, invitation.where);
    if (withdrawn.ok) return goBack(event, invitation, 'withdrawn');
    return fail(409, { error: toldRefusal(withdrawn.error.code) });
  },
};
