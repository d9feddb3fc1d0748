import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type College, type EvaluationSession, can } from './evaluation.ts';
import { type Invitation, listInvitations } from './invitation-store.server.ts';
import type { CardBatch, MailedInvitation } from './invitation.ts';
import type { Standing } from './result.ts';
import { standingsOf } from './standing.server.ts';

export interface CollegeInvitations {
  college: College;
  mailed: MailedInvitation[];
  cards: CardBatch[];
}

/**
 * Who was invited, by college, for facilitators. Who has answered is told of named colleges only; of anonymous ones
 * `readComposition` gives counts.
 */
export async function readInvitations(
  context: Context,
  session: EvaluationSession,
): Promise<Result<CollegeInvitations[], { code: 'not-allowed' }>> {
  if (!can(context.actor, 'invite', session)) return err({ code: 'not-allowed' });
  const invitations = await listInvitations(context, session.record.id);
  const standings = await standingsOf(context, session, invitations);
  return ok(
    session.colleges.map((college) => {
      const ofCollege = invitations.filter(({ collegeKey }) => collegeKey === college.key);
      return { college, mailed: mailedAmong(ofCollege, standings), cards: cardsAmong(ofCollege, standings) };
    }),
  );
}

function mailedAmong(
  invitations: readonly Invitation[],
  standings: ReadonlyMap<Id, Standing>,
): MailedInvitation[] {
  return invitations.flatMap(({ id, email, mailedAt, withdrawnAt }) => {
    if (email === '' || mailedAt === null) return [];
    return [{ id, email, mailedAt, withdrawn: withdrawnAt !== null, standing: standings.get(id) ?? null }];
  });
}

function cardsAmong(invitations: readonly Invitation[], standings: ReadonlyMap<Id, Standing>): CardBatch[] {
  const cards = invitations.filter(({ email, paper }) => email === '' && paper === null);
  return [...Map.groupBy(cards, ({ createdAt }) => createdAt.getTime())].map(([moment, batch]) => ({
    madeAt: new Date(moment),
    count: batch.length,
    withdrawn: batch.every(({ withdrawnAt }) => withdrawnAt !== null),
    answered: batch.some(({ id }) => standings.has(id))
      ? batch.filter(({ id }) => standings.get(id) === 'answered').length
      : null,
  }));
}
