import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { makeSignedLink } from '#kernel/signed-links.server.ts';
import { type LinkMail, mailLink } from '#modules/accounts/index.server.ts';
import { type EvaluationSession, can } from './evaluation.ts';
import { findSession, lockState } from './evaluation-store.server.ts';
import { linkMinutes, mostAddresses, mostLinks, readAddresses } from './invitation.ts';
import { countInvitations, insertInvitation } from './invitation-store.server.ts';

/** What an answer link allows; the link's subject is the invitation. */
export const answerPurpose = 'answer-evaluation';

export interface InviteRefusal {
  code: 'not-found' | 'not-allowed' | 'wrong-state' | 'no-addresses' | 'too-many' | 'count-invalid';
}

interface CollegeOfSession {
  evaluationId: Id;
  collegeKey: string;
}

/**
 * Writes to each address of a pasted list with its own answer link. An address already invited in that college is
 * left alone; what looks like no address is given back, and does not keep the others from being invited.
 *
 * @param invitation.path address of the answer page, without the token
 */
export async function inviteByMail(
  context: Context,
  invitation: CollegeOfSession & { pasted: string; mail: LinkMail; path: string },
): Promise<Result<{ invited: number; already: number; refused: string[] }, InviteRefusal>> {
  const { addresses, refused } = readAddresses(invitation.pasted);
  if (addresses.length > mostAddresses) return err({ code: 'too-many' });
  return whileOpen(context, invitation, async (inside, session) => {
    if (addresses.length === 0) return err({ code: 'no-addresses' });
    const invited: string[] = [];
    for (const email of addresses) {
      const id = await insertInvitation(inside, { ...invitation, email });
      if (id === null) continue;
      const token = await linkFor(inside, id, session);
      await mailLink(inside, { to: email, mail: invitation.mail, path: `${invitation.path}/${token}` });
      invited.push(email);
    }
    return ok({ invited: invited.length, already: addresses.length - invited.length, refused });
  });
}

/** Makes answer links for people without e-mail. They are given once and kept nowhere. */
export async function makeAnswerLinks(
  context: Context,
  links: CollegeOfSession & { count: number },
): Promise<Result<string[], InviteRefusal>> {
  return whileOpen(context, links, async (inside, session) => {
    if (!Number.isInteger(links.count) || links.count < 1 || links.count > mostLinks) {
      return err({ code: 'count-invalid' });
    }
    const tokens: string[] = [];
    for (let made = 0; made < links.count; made += 1) {
      const id = await insertInvitation(inside, { ...links, email: '' });
      if (id === null) throw new Error('an invitation without an address is never a second one');
      tokens.push(await linkFor(inside, id, session));
    }
    return ok(tokens);
  });
}

/** Runs `work` while the session is held open; the history tells how many were invited, never who. */
async function whileOpen<T>(
  context: Context,
  where: CollegeOfSession,
  work: (inside: Context, session: EvaluationSession) => Promise<Result<T, InviteRefusal>>,
): Promise<Result<T, InviteRefusal>> {
  if (!can(context.actor, 'invite')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, where.evaluationId, 'answering');
    const session = await findSession(inside, { id: where.evaluationId });
    if (!session?.colleges.some(({ key }) => key === where.collegeKey)) return err({ code: 'not-found' });
    if (state !== 'open') return err({ code: 'wrong-state' });
    const before = await countInvitations(inside, where);
    const done = await work(inside, session);
    const after = await countInvitations(inside, where);
    if (after > before) {
      await appendToJournal(inside, {
        recordId: where.evaluationId,
        action: 'evaluation.invited',
        changes: { [`invited.${where.collegeKey}`]: { before, after } },
      });
    }
    return done;
  });
}

function linkFor(context: Context, invitationId: Id, session: EvaluationSession): Promise<string> {
  return makeSignedLink(context, {
    purpose: answerPurpose,
    territoryId: context.territoryId,
    subject: invitationId,
    personId: null,
    minutes: linkMinutes(context.clock.now(), session.closesOn),
  });
}
