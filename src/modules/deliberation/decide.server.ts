import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type RecordCore, newRecordFields } from '#modules/records/index.ts';
import {
  type DetailedKind,
  type SaveError,
  createRecord,
  editDetailed,
  linkRecords,
} from '#modules/records/index.server.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import { type Consultation, can } from './consultation.ts';
import { findConsultation, holdConsultation } from './consultation-store.server.ts';
import { type Decision, type DecisionDetails, decisionShape, decisionState, tookPartOf } from './decision.ts';
import { findDecision, insertDecision, updateDecision } from './decision-store.server.ts';
import { type Proposal, talliesOf } from './proposal.ts';
import { findProposal, updateProposal } from './proposal-store.server.ts';
import { readVotes } from './read-votes.server.ts';

export type DecideRefusal =
  { code: 'invalid'; problems: FieldProblem[] } | { code: 'not-found' | 'not-allowed' | 'decided' };

/** What is done with a proposal that is adopted, in the same transaction; a refusal leaves everything as it was. */
export type CarryOut<Refusal> = (
  inside: Context,
  adopted: { decisionId: Id; proposal: Proposal; consultation: Consultation },
) => Promise<Result<unknown, Refusal>>;

/** Undoes a whole transaction on a refusal. */
class NotCarriedOut<Refusal> extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('what was decided could not be carried out');
    this.refusal = refusal;
  }
}

/**
 * Adopts or declines a proposal, with a reason. It makes a decision that everyone reads: what was proposed, what was
 * said of it, how many took part. For facilitators; of two who decide at once, the second is told.
 */
export async function decide<Refusal>(
  context: Context,
  asked: { proposalId: string; outcome: string; reason: string },
  carryOut?: CarryOut<Refusal>,
): Promise<Result<RecordCore, DecideRefusal | Refusal>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  const read = decisionShape.safeParse(asked);
  if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
  try {
    return await inTransaction(context.db, async (db) => {
      const inside = { ...context, db };
      const held = await hold(inside, asked.proposalId);
      if (!held.ok) return held;
      const { proposal, consultation } = held.value;
      const record = await write(inside, held.value, read.data);
      if (read.data.outcome === 'adopted' && carryOut) {
        const done = await carryOut(inside, { decisionId: record.id, proposal, consultation });
        if (!done.ok) throw new NotCarriedOut(done.error);
      }
      return ok(record);
    });
  } catch (error) {
    if (error instanceof NotCarriedOut) return err(error.refusal as Refusal);
    throw error;
  }
}

interface Held {
  proposal: Proposal;
  consultation: Consultation;
}

/** The proposal and its consultation, while nobody else votes or decides. */
async function hold(inside: Context, proposalId: string): Promise<Result<Held, DecideRefusal>> {
  const before = await findProposal(inside, proposalId);
  if (!before) return err({ code: 'not-found' });
  await holdConsultation(inside, before.consultationId, 'moving');
  const consultation = await findConsultation(inside, { id: before.consultationId });
  const proposal = await findProposal(inside, proposalId);
  if (!consultation || !proposal || proposal.state === 'waiting') return err({ code: 'not-found' });
  return proposal.state === 'open' ? ok({ proposal, consultation }) : err({ code: 'decided' });
}

async function write(
  inside: Context,
  { proposal, consultation }: Held,
  { outcome, reason }: Pick<DecisionDetails, 'outcome' | 'reason'>,
): Promise<RecordCore> {
  const { kind, places, title, wordings, language } = proposal;
  const details: DecisionDetails = {
    consultationId: consultation.record.id,
    subjectId: consultation.details.subjectId,
    proposalId: proposal.id,
    outcome,
    reason,
    proposed: { kind, places, title, wordings, reason: proposal.reason, language },
    tookPart: await whoTookPart(inside, { proposal, consultation }),
    decidedOn: await dayNow(inside),
    undone: false,
  };
  const fields = { ...newRecordFields, title, language, visibility: consultation.record.visibility };
  const record = await createRecord(inside, { kind: 'decision', fields, details: decisionState(details) });
  await insertDecision(inside, record.id, details);
  await updateProposal(inside, proposal.id, { state: outcome, decisionId: record.id });
  for (const toId of [consultation.record.id, consultation.details.subjectId]) {
    // The subject may be one that the actor no longer sees: then nothing leads to it.
    if (toId) await linkRecords(inside, { fromId: record.id, toId, type: 'follows-from' });
  }
  return record;
}

async function whoTookPart(inside: Context, { proposal, consultation }: Held) {
  const { participants, votes } = await readVotes(inside, consultation.record.id);
  const verified = new Map(participants.map(({ key, verified }) => [key, verified]));
  const said = votes
    .filter(({ proposalId }) => proposalId === proposal.id)
    .map(({ key, vote }) => ({ vote, verified: verified.get(key) ?? false }));
  return tookPartOf(participants, new Set(votes.map(({ key }) => key)), {
    colleges: consultation.details.colleges,
    tallies: talliesOf(said),
  });
}

async function dayNow({ db, territoryId, clock }: Context): Promise<string> {
  const { timeZone } = await findTerritorySigns(db, territoryId);
  return dayOf(clock.now(), timeZone);
}

const decisions: DetailedKind<DecisionDetails> = {
  find: findDecision,
  update: updateDecision,
  stateOf: decisionState,
};

/**
 * Takes a decision back: it stays, with its history, and its proposal may be voted on and decided anew.
 *
 * @param undoWhatFollowed takes away what was carried out, in the same transaction; a refusal leaves everything as it was
 */
export async function takeBack<Refusal>(
  context: Context,
  recordId: Id,
  undoWhatFollowed?: (inside: Context, decision: Decision) => Promise<Result<unknown, Refusal>>,
): Promise<Result<RecordCore, SaveError<DecisionDetails> | { code: 'decided' } | Refusal>> {
  if (!can(context.actor, 'run')) return err({ code: 'not-allowed' });
  try {
    return await inTransaction(context.db, async (db) => {
      const inside = { ...context, db };
      const saved = await editDetailed<DecisionDetails, { code: 'decided' }>(inside, decisions, {
        recordId,
        prepare: ({ record, details }) =>
          details.undone
            ? err({ code: 'decided' })
            : ok({ fields: record, details: { ...details, undone: true } }),
      });
      if (!saved.ok) return saved;
      const decision = await findDecision(inside, { id: recordId });
      if (!decision) throw new Error('a decision just taken back is not there');
      const { proposalId, outcome } = decision.details;
      if (proposalId) await updateProposal(inside, proposalId, { state: 'open', decisionId: null });
      if (outcome === 'adopted' && undoWhatFollowed) {
        const undone = await undoWhatFollowed(inside, decision);
        if (!undone.ok) throw new NotCarriedOut(undone.error);
      }
      return ok(saved.value);
    });
  } catch (error) {
    if (error instanceof NotCarriedOut) return err(error.refusal as Refusal);
    throw error;
  }
}
