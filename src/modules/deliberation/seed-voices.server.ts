import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { isDemonstration } from '#modules/territories/index.server.ts';
import { type Consultation, can } from './consultation.ts';
import { findConsultation, holdConsultation } from './consultation-store.server.ts';
import { askForOpinions } from './opinion-store.server.ts';
import { workOutOpinions } from './opinions.server.ts';
import type { Vote } from './proposal.ts';
import { selectProposals } from './proposal-store.server.ts';
import { understandStated } from './state-weights.server.ts';
import { stateNow } from './take-part.server.ts';
import { controls } from './typed-weights.ts';
import { insertParticipants, insertVotes } from './vote-store.server.ts';
import { type WeighedBranch, branchesToWeigh } from './weighing.ts';
import { type KeptWeights, insertWeights } from './weights-store.server.ts';

/** What one invented person said: votes, and budgets of points. */
export interface SeededVoice {
  /** Among the colleges of the consultation; null for none. */
  college: string | null;
  votes: readonly { proposalId: Id; vote: Vote; nuance: string }[];
  /** Points in the order of the items, one list for each thing that is weighed; null for one that was left. */
  weights: readonly (readonly number[] | null)[];
}

type Refusal = { code: 'not-allowed' | 'not-found' | 'wrong-state' | 'voice-invalid' };

/**
 * Gives the votes and weights of many people to an open consultation, whole or not at all, and works out its opinions: what
 * `castVote`, `sayWho` and `stateWeights` do one by one. In a demonstration only, whose people nobody is: anywhere else
 * votes are people's. They stand under keys that lead to nobody.
 */
export function seedVoices(
  context: Context,
  consultationId: Id,
  voices: readonly SeededVoice[],
): Promise<Result<undefined, Refusal>> {
  return inTransaction<Result<undefined, Refusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const isAllowed = can(context.actor, 'run') && (await isDemonstration(db, context.territoryId));
    if (!isAllowed) return err({ code: 'not-allowed' });
    await holdConsultation(inside, consultationId, 'moving');
    const consultation = await findConsultation(inside, { id: consultationId });
    if (!consultation) return err({ code: 'not-found' });
    if ((await stateNow(inside, consultation)) !== 'open') return err({ code: 'wrong-state' });

    const open = (await selectProposals(inside, consultationId)).filter(({ state }) => state === 'open');
    const ids = new Set(open.map(({ id }) => id));
    const said = voices.map((voice) => ({ ...voice, key: newId(), weighed: weigh(consultation, voice) }));
    const isSound = said.every(
      ({ college, votes, weighed }) =>
        weighed !== null &&
        (college === null || consultation.details.colleges.includes(college)) &&
        votes.every(({ proposalId }) => ids.has(proposalId)),
    );
    if (!isSound) return err({ code: 'voice-invalid' });
    await insertParticipants(inside, consultationId, said);
    const cast = said.flatMap(({ key, votes }) => votes.map((vote) => ({ key, ...vote })));
    await insertVotes(inside, consultationId, cast);
    const given = said.flatMap(({ key, weighed }) => (weighed ?? []).map((kept) => ({ key, ...kept })));
    await insertWeights(inside, consultationId, given);
    const now = context.clock.now();
    await askForOpinions(inside, { consultationId, now, lostBefore: now });
    await workOutOpinions(inside, consultationId);
    return ok();
  });
}

/** The weights of one voice as they are kept; null when one of them would be refused. */
function weigh(consultation: Consultation, { weights }: SeededVoice): KeptWeights[] | null {
  const branches = branchesToWeigh(consultation);
  const kept = weights.flatMap((points, place) => {
    const branch = branches[place];
    return points ? [branch?.method === 'budget' ? shareOf(branch, points) : null] : [];
  });
  return kept.every((one) => one !== null) ? kept : null;
}

function shareOf(branch: WeighedBranch, points: readonly number[]): KeptWeights | null {
  const typed = branch.items.map(({ id }, place) => [controls.weight(id), String(points[place] ?? '')]);
  const read = understandStated(branch, 'budget', Object.fromEntries(typed));
  if (!read.ok) return null;
  const { stated, weights } = read.value;
  return { branch: branch.id, method: 'budget', stated, weights };
}
