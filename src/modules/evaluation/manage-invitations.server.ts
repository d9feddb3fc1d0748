import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type College, type EvaluationSession, can } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { hoursBetweenReminders, minutesBetweenMails, readAddresses } from './invitation.ts';
import {
  type Invitation,
  claimMails,
  findInvitation,
  inviteAddress,
  listInvitations,
  withdrawInvitations,
} from './invitation-store.server.ts';
import { type InvitationMail, mailInvitations } from './mail-invitation.server.ts';
import { standingsOf } from './standing.server.ts';

export interface ManageRefusal {
  code: 'not-found' | 'not-allowed' | 'wrong-state';
}

type MailedRefusal = ManageRefusal | { code: 'invitation-withdrawn' };

/** Sends someone their link again, in case the first mail was lost. */
export function resendInvitation(
  context: Context,
  where: { evaluationId: Id; invitationId: Id } & InvitationMail,
): Promise<Result<undefined, MailedRefusal | { code: 'mailed-just-now' }>> {
  return withMailed<undefined, { code: 'mailed-just-now' }>(
    context,
    where,
    async (inside, { session, invitation }) => {
      const notSince = new Date(inside.clock.now().getTime() - minutesBetweenMails * 60_000);
      const { evaluationId, invitationId } = where;
      const to = await claimMails(inside, { evaluationId, among: [invitationId], notSince });
      if (to.length === 0) return err({ code: 'mailed-just-now' });
      await mailInvitations(inside, session, { ...where, to });
      await note(inside, { evaluationId, collegeKey: invitation.collegeKey }, { what: 'reminded', count: 1 });
      return ok();
    },
  );
}

/**
 * Writes again to the people of a college: in a named one to those who have not answered and signed, in an anonymous
 * one to everyone, since nobody may know who answered. Whoever was written to since yesterday is left alone.
 */
export function remindCollege(
  context: Context,
  where: { evaluationId: Id; collegeKey: string } & InvitationMail,
): Promise<Result<{ reminded: number }, ManageRefusal>> {
  return whileHeld(context, where.evaluationId, async (inside, session) => {
    const college = session.colleges.find(({ key }) => key === where.collegeKey);
    if (!college) return err({ code: 'not-found' });
    const notSince = new Date(inside.clock.now().getTime() - hoursBetweenReminders * 3_600_000);
    const among = await stillAwaited(inside, session, college);
    const to = await claimMails(inside, { evaluationId: where.evaluationId, among, notSince });
    await mailInvitations(inside, session, { ...where, to });
    if (to.length > 0) await note(inside, where, { what: 'reminded', count: to.length });
    return ok({ reminded: to.length });
  });
}

async function stillAwaited(context: Context, session: EvaluationSession, college: College): Promise<Id[]> {
  const invitations = await listInvitations(context, session.record.id);
  const ofCollege = invitations.filter(({ collegeKey }) => collegeKey === college.key);
  const standings = await standingsOf(context, session, ofCollege);
  return ofCollege.flatMap(({ id }) => (standings.get(id) === 'answered' ? [] : [id]));
}

/** Withdraws one invitation. What was answered with it is kept and counts: taking it out would tell who answered. */
export function withdrawInvitation(
  context: Context,
  where: { evaluationId: Id; invitationId: Id },
): Promise<Result<undefined, MailedRefusal>> {
  return withMailed<undefined>(context, where, async (inside, { invitation }) => {
    const { evaluationId, invitationId } = where;
    const count = await withdrawInvitations(inside, evaluationId, { id: invitationId });
    await note(inside, { evaluationId, collegeKey: invitation.collegeKey }, { what: 'withdrawn', count });
    return ok();
  });
}

/** Withdraws the cards of a college that were made together: a lost pile, a misprint. Answers are kept and count. */
export function withdrawCards(
  context: Context,
  where: { evaluationId: Id; collegeKey: string; madeAt: Date },
): Promise<Result<{ withdrawn: number }, ManageRefusal>> {
  return whileHeld(context, where.evaluationId, async (inside) => {
    if (Number.isNaN(where.madeAt.getTime())) return err({ code: 'not-found' });
    const count = await withdrawInvitations(inside, where.evaluationId, where);
    if (count === 0) return err({ code: 'not-found' });
    await note(inside, where, { what: 'withdrawn', count });
    return ok({ withdrawn: count });
  });
}

export interface CorrectRefusal {
  code: 'email-invalid' | 'already-invited' | 'invitation-answered';
}

/**
 * Invites the right address instead of a wrong one, whose link then opens nothing. In a named college, refused once
 * it was answered; in an anonymous one never, for a refusal would tell that it was.
 *
 * @returns the invitation of the right address
 */
export function correctAddress(
  context: Context,
  where: { evaluationId: Id; invitationId: Id; address: string } & InvitationMail,
): Promise<Result<Id, MailedRefusal | CorrectRefusal>> {
  return withMailed<Id, CorrectRefusal>(context, where, async (inside, { session, invitation }) => {
    const { addresses, refused } = readAddresses(where.address);
    const [email] = addresses;
    if (email === undefined || addresses.length > 1 || refused.length > 0) {
      return err({ code: 'email-invalid' });
    }
    const { evaluationId, collegeKey } = invitation;
    const standing = (await standingsOf(inside, session, [invitation])).get(invitation.id);
    if (standing !== undefined && standing !== 'waiting') return err({ code: 'invitation-answered' });
    const id = await inviteAddress(inside, { evaluationId, collegeKey, email });
    if (id === null) return err({ code: 'already-invited' });
    await withdrawInvitations(inside, evaluationId, { id: invitation.id });
    await mailInvitations(inside, session, { ...where, to: [{ id, collegeKey, email }] });
    await note(inside, invitation, { what: 'corrected', count: 1 });
    return ok(id);
  });
}

/** The history tells what was done for how many, never for whom. */
async function note(
  context: Context,
  where: { evaluationId: Id; collegeKey: string },
  done: { what: 'reminded' | 'withdrawn' | 'corrected'; count: number },
): Promise<void> {
  await appendToJournal(context, {
    recordId: where.evaluationId,
    action: `evaluation.invitations-${done.what}`,
    changes: { [`${done.what}.${where.collegeKey}`]: { before: null, after: done.count } },
  });
}

/** Runs `work` on a valid invitation sent by mail, while the session is held open. */
function withMailed<T, Refusal = never>(
  context: Context,
  where: { evaluationId: Id; invitationId: Id },
  work: (
    inside: Context,
    found: { session: EvaluationSession; invitation: Invitation },
  ) => Promise<Result<T, Refusal>>,
): Promise<Result<T, MailedRefusal | Refusal>> {
  return whileHeld<T, MailedRefusal | Refusal>(context, where.evaluationId, async (inside, session) => {
    const invitation = isId(where.invitationId)
      ? await findInvitation(inside, where.invitationId)
      : undefined;
    if (invitation?.evaluationId !== where.evaluationId || invitation.email === '') {
      return err({ code: 'not-found' });
    }
    return invitation.withdrawnAt
      ? err({ code: 'invitation-withdrawn' })
      : work(inside, { session, invitation });
  });
}

/** Runs `work` while nothing moves the session and no answer is being saved: what is withdrawn is answered no more. */
export async function whileHeld<T, Refusal = never>(
  context: Context,
  evaluationId: Id,
  work: (inside: Context, session: EvaluationSession) => Promise<Result<T, Refusal | ManageRefusal>>,
): Promise<Result<T, Refusal | ManageRefusal>> {
  if (!can(context.actor, 'invite')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, evaluationId, 'moving');
    const session = await findSession(inside, { id: evaluationId });
    if (!state || !session) return err({ code: 'not-found' });
    return state === 'open' ? work(inside, session) : err({ code: 'wrong-state' });
  });
}
