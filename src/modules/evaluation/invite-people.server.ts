import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { printedCode } from './answer-code.ts';
import { makeAnswerLink } from './answer-link.server.ts';
import { type EvaluationSession, can } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { mostAddresses, mostCards, readAddresses } from './invitation.ts';
import { countInvitations, insertCards, inviteAddress } from './invitation-store.server.ts';
import { type InvitationMail, mailInvitations } from './mail-invitation.server.ts';
import { newCode } from './open-by-code.server.ts';

export interface InviteRefusal {
  code: 'not-found' | 'not-allowed' | 'wrong-state' | 'no-addresses' | 'too-many' | 'count-invalid';
}

interface CollegeOfSession {
  evaluationId: Id;
  collegeKey: string;
}

/**
 * Writes to each address of a pasted list with its own answer link. An address already invited in that college is
 * left alone; one whose invitation was withdrawn gets it back; what looks like no address is given back, and does not
 * keep the others from being invited.
 */
export async function inviteByMail(
  context: Context,
  invitation: CollegeOfSession & InvitationMail & { pasted: string },
): Promise<Result<{ invited: number; already: number; refused: string[] }, InviteRefusal>> {
  const { addresses, refused } = readAddresses(invitation.pasted);
  if (addresses.length > mostAddresses) return err({ code: 'too-many' });
  return whileOpen(context, invitation, async (inside, session) => {
    if (addresses.length === 0) return err({ code: 'no-addresses' });
    const { collegeKey } = invitation;
    const to: { id: Id; collegeKey: string; email: string }[] = [];
    for (const email of addresses) {
      const id = await inviteAddress(inside, { ...invitation, email });
      if (id !== null) to.push({ id, collegeKey, email });
    }
    await mailInvitations(inside, session, { ...invitation, to });
    return ok({ invited: to.length, already: addresses.length - to.length, refused });
  });
}

/** What opens the sheet of a card that is handed out. */
export interface AnswerCard {
  /** To type from paper: `BCDFG-HJKMN`. */
  code: string;
  /** Token of an answer link. */
  token: string;
}

/** Makes cards for people without e-mail. Their codes are given once: nothing in the database gives them back. */
export async function makeAnswerCards(
  context: Context,
  cards: CollegeOfSession & { count: number },
): Promise<Result<AnswerCard[], InviteRefusal>> {
  return whileOpen(context, cards, async (inside) => {
    if (!Number.isInteger(cards.count) || cards.count < 1 || cards.count > mostCards) {
      return err({ code: 'count-invalid' });
    }
    const codes = await Promise.all(Array.from({ length: cards.count }, () => newCode(inside.db)));
    const ids = await insertCards(
      inside,
      cards,
      codes.map(({ codeKey }) => codeKey),
    );
    const tokens = await Promise.all(ids.map((id) => makeAnswerLink(inside, id)));
    return ok(tokens.map((token, i) => ({ token, code: printedCode(codes[i]?.code ?? '') })));
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
