import type { Context } from '#kernel/context.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { type AdvanceRefusal, advance } from './advance-evaluation.server.ts';
import { withdrawInvitations } from './invitation-store.server.ts';
import { shutDoor } from './open-door-store.server.ts';
import { forgetAddresses } from './personal-data-store.server.ts';
import { hasSheets } from './sheet-store.server.ts';

/** Characters of the reason given for withdrawing a session. */
const longestReason = 1000;

/**
 * Makes a draft again of a session opened by mistake, while nobody has begun to answer. Its invitations are withdrawn:
 * what they promised may change before it opens again.
 */
export function takeBackEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal | { code: 'already-answered' }>> {
  return advance<{ code: 'already-answered' }>(context, evaluationId, {
    action: 'take-back',
    from: ['open'],
    become: async (inside) =>
      (await hasSheets(inside, evaluationId)) ? err({ code: 'already-answered' }) : ok({ state: 'draft' }),
    async also(inside) {
      await withdrawInvitations(inside, evaluationId, 'all');
      await shutDoor(inside, evaluationId);
    },
  });
}

export type WithdrawRefusal = { code: 'reason-missing' } | { code: 'reason-too-long'; tooLong: TooLong };

/**
 * Withdraws a session that is not published, for good, and says why to everyone. The answers are kept and no longer
 * shown to anyone; addresses are forgotten.
 */
export async function withdrawEvaluation(
  context: Context,
  withdrawal: { evaluationId: Id; reason: string },
): Promise<Result<RecordCore, AdvanceRefusal | WithdrawRefusal>> {
  const { evaluationId } = withdrawal;
  const reason = storableText(withdrawal.reason).trim();
  return advance<WithdrawRefusal>(context, evaluationId, {
    action: 'withdraw',
    from: ['open', 'closed'],
    async become() {
      if (reason === '') return err({ code: 'reason-missing' });
      const tooLong = tooLongFor(reason, longestReason);
      if (tooLong) return err({ code: 'reason-too-long', tooLong });
      return ok({ state: 'withdrawn', reason });
    },
    also: (inside) => forgetAddresses(inside, evaluationId),
  });
}
