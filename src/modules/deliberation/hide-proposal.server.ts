import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import { isId } from '#kernel/ids.ts';
import { appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import { hidingReasons, mostHidingWords } from '#modules/records/index.ts';
import { can } from './consultation.ts';
import { findConsultation, holdConsultation } from './consultation-store.server.ts';
import { followOpinions } from './opinions.server.ts';
import type { Proposal } from './proposal.ts';
import { findProposal, updateProposal } from './proposal-store.server.ts';
import { setNuanceHidden } from './vote-store.server.ts';

export type HideRefusal = { code: 'not-found' | 'not-allowed' | 'already' };

const hidingShape = z
  .object({
    reason: z.enum(hidingReasons),
    words: limitedText(mostHidingWords, (text) => storableText(text).trim()),
  })
  .superRefine(({ reason, words }, context) => {
    if (reason === 'other' && words === '') context.addIssue({ code: 'custom', path: ['words'] });
  });

/** Hides a proposal, for a reason that everyone reads in the history: nobody votes on it any more. For facilitators. */
export async function hideProposal(
  context: Context,
  asked: { proposalId: string; reason: string; words: string },
): Promise<Result<Proposal, HideRefusal | { code: 'invalid'; problems: FieldProblem[] }>> {
  const read = hidingShape.safeParse(asked);
  if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
  return moderate(context, asked.proposalId, async (inside, proposal) => {
    if (proposal.hiding) return err({ code: 'already' });
    await updateProposal(inside, proposal.id, { hiding: { at: context.clock.now(), ...read.data } });
    return ok({ act: 'proposal-hidden', told: read.data });
  });
}

/** Shows a hidden proposal again, with its votes. */
export function showProposal(context: Context, proposalId: string): Promise<Result<Proposal, HideRefusal>> {
  return moderate(context, proposalId, async (inside, proposal) => {
    if (!proposal.hiding) return err({ code: 'already' });
    await updateProposal(inside, proposal.id, { hiding: null });
    return ok({ act: 'proposal-shown', told: {} });
  });
}

/** Lets another proposal that says nearly the same stand for this one, votes included; with null, takes them apart. */
export function mergeProposal(
  context: Context,
  asked: { proposalId: string; into: string | null },
): Promise<Result<Proposal, HideRefusal>> {
  return moderate(context, asked.proposalId, async (inside, proposal) => {
    if (asked.into === null) {
      if (proposal.state !== 'merged') return err({ code: 'already' });
      await updateProposal(inside, proposal.id, { state: 'open', mergedInto: null });
      return ok({ act: 'proposal-separated', told: {} });
    }
    const other = await findProposal(inside, asked.into);
    const isFit = other?.consultationId === proposal.consultationId && other.state === 'open';
    if (!isFit || other.id === proposal.id) return err({ code: 'not-found' });
    if (proposal.state !== 'open') return err({ code: 'already' });
    await updateProposal(inside, proposal.id, { state: 'merged', mergedInto: other.id });
    return ok({ act: 'proposal-merged', told: { into: other.title } });
  });
}

/** Hides or shows a nuance, whose author nobody knows. For facilitators. */
export async function moderateNuance(
  context: Context,
  asked: { consultationId: string; nuanceId: string; hidden: boolean },
): Promise<Result<undefined, HideRefusal>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  const { consultationId: id } = asked;
  if (!isId(asked.nuanceId) || !(await findConsultation(context, { id }))) return err({ code: 'not-found' });
  return inTransaction<Result<undefined, HideRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    if (!(await setNuanceHidden(inside, asked))) return err({ code: 'not-found' });
    const action = `deliberation.nuance-${asked.hidden ? 'hidden' : 'shown'}`;
    await appendToJournal(inside, { recordId: id, action });
    return ok();
  });
}

/** Runs what a facilitator does to a proposal while nobody votes, and tells it in the history of its consultation. */
async function moderate(
  context: Context,
  proposalId: string,
  work: (
    inside: Context,
    proposal: Proposal,
  ) => Promise<Result<{ act: string; told: Record<string, string> }, HideRefusal>>,
): Promise<Result<Proposal, HideRefusal>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  return inTransaction<Result<Proposal, HideRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const before = await findProposal(inside, proposalId);
    if (!before || !(await findConsultation(inside, { id: before.consultationId }))) {
      return err({ code: 'not-found' });
    }
    await holdConsultation(inside, before.consultationId, 'moving');
    const proposal = await findProposal(inside, proposalId);
    if (!proposal || proposal.state === 'waiting') return err({ code: 'not-found' });
    const done = await work(inside, proposal);
    if (!done.ok) return done;
    const after = { proposal: proposal.id, proposed: proposal.title, ...done.value.told };
    await appendToJournal(inside, {
      recordId: proposal.consultationId,
      action: `deliberation.${done.value.act}`,
      changes: changesBetween({}, after),
    });
    await followOpinions(inside, proposal.consultationId);
    return ok(proposal);
  });
}
