import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { changeRecord } from '#modules/records/index.server.ts';
import type { AdvanceRefusal } from './advance-evaluation.server.ts';
import { can, detailsState } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { lockState, updateClosingDay } from './evaluation-state-store.server.ts';
import { claimMails } from './invitation-store.server.ts';
import { type InvitationMail, mailInvitations } from './mail-invitation.server.ts';

/**
 * Moves the announced end of an open session, later or earlier. Those invited by mail are written to only when the
 * facilitator wants it; everyone reads the new day on their sheet.
 *
 * @param move.version the version of the session that the facilitator saw
 * @param move.closesOn `YYYY-MM-DD`
 * @param move.today the day it is on the territory, in the same form
 * @param move.tell how to write to those invited; null to write to nobody
 * @returns how many were written to
 */
export async function moveClosingDay(
  context: Context,
  move: {
    evaluationId: Id;
    version: number;
    closesOn: string;
    today: string;
    tell: InvitationMail | null;
  },
): Promise<
  Result<{ record: RecordCore; told: number }, AdvanceRefusal | { code: 'day-invalid' | 'day-past' }>
> {
  const { evaluationId, version, closesOn, tell } = move;
  if (!can(context.actor, 'move-closing-day')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, evaluationId, 'moving');
    const session = await findSession(inside, { id: evaluationId });
    if (!state || !session) return err({ code: 'not-found' });
    if (state !== 'open') return err({ code: 'wrong-state' });
    if (!z.iso.date().safeParse(closesOn).success) return err({ code: 'day-invalid' });
    if (closesOn < move.today) return err({ code: 'day-past' });
    const saved = await changeRecord(inside, {
      current: session.record,
      version,
      fields: session.record,
      details: { before: detailsState(session), after: detailsState({ ...session, closesOn }) },
    });
    if (!saved.ok) return saved;
    const { record } = saved.value;
    if (closesOn === session.closesOn) return ok({ record, told: 0 });
    await updateClosingDay(inside, evaluationId, closesOn);
    if (!tell) return ok({ record, told: 0 });
    const to = await claimMails(inside, { evaluationId, notSince: inside.clock.now() });
    await mailInvitations(inside, { ...session, closesOn }, { ...tell, to });
    return ok({ record, told: to.length });
  });
}
