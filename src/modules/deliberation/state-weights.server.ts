import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Consultation, ConsultationState } from './consultation.ts';
import { followOpinions } from './opinions.server.ts';
import { type ActRefusal, type Participant, stateNow, whileOpen } from './take-part.server.ts';
import { type Doubt, type Stated, type WeightsRefusal, understandWeights } from './typed-weights.ts';
import { type WeighedBranch, areOf, branchesToWeigh } from './weighing.ts';
import { type KeptWeights, putWeights, selectOwnWeights } from './weights-store.server.ts';

export type StateWeightsRefusal = ActRefusal | WeightsRefusal | { code: 'not-asked' };

/**
 * Says how much the items of one branch weigh: the last answer counts. As votes, it leaves no trace in the journal.
 *
 * @param given.branch id of a branch, empty for the branches among themselves
 * @param given.typed null for someone who has no view
 */
export async function stateWeights(
  context: Context,
  participant: Participant,
  given: { branch: string; typed: Stated | null },
): Promise<Result<{ doubt: Doubt | null }, StateWeightsRefusal>> {
  return whileOpen<{ doubt: Doubt | null }, StateWeightsRefusal>(
    context,
    participant,
    async (inside, consultation) => {
      const branch = branchesToWeigh(consultation).find(({ id }) => id === given.branch);
      if (!branch?.method) return err({ code: 'not-asked' });
      const read = given.typed ? understandStated(branch, branch.method, given.typed) : noView;
      if (!read.ok) return read;
      const { doubt, ...said } = read.value;
      await putWeights(inside, participant, { branch: branch.id, method: branch.method, ...said });
      await followOpinions(inside, participant.consultationId);
      return ok({ doubt });
    },
  );
}

const noView = ok({ stated: {}, weights: {}, doubt: null });

/** What someone typed of a branch, by item. */
export function understandStated({ items }: WeighedBranch, method: KeptWeights['method'], typed: Stated) {
  const ids = items.map(({ id }) => id);
  const read = understandWeights(method, ids, typed);
  if (!read.ok) return read;
  const { stated, weights, doubt } = read.value;
  return ok({ stated, weights: Object.fromEntries(ids.map((id, i) => [id, weights[i] ?? 0])), doubt });
}

/** `former`: of a list of items, or in a way to give weights, that changed since. */
export type WeightsSaid = 'nothing' | 'no-view' | 'given' | 'former';

/** A branch as one participant finds it. */
export interface OwnBranch extends WeighedBranch {
  said: WeightsSaid;
  stated: Stated;
  doubt: Doubt | null;
}

/** What one person is asked of weights, and what they said so far. */
export async function readOwnWeights(
  context: Context,
  consultation: Consultation,
  participant: Participant,
): Promise<{ state: ConsultationState; branches: OwnBranch[] }> {
  const own = await selectOwnWeights(context, participant);
  const branches = branchesToWeigh(consultation).map((branch): OwnBranch => {
    const kept = own.find((one) => one.branch === branch.id);
    const said = branch.method ? saidOf(branch, kept) : 'nothing';
    const stated = said === 'given' && kept ? kept.stated : {};
    const read = said === 'given' && branch.method ? understandStated(branch, branch.method, stated) : null;
    return { ...branch, said, stated, doubt: read?.ok ? read.value.doubt : null };
  });
  return { state: await stateNow(context, consultation), branches };
}

function saidOf({ items, method }: WeighedBranch, kept: KeptWeights | undefined): WeightsSaid {
  if (!kept) return 'nothing';
  if (Object.keys(kept.weights).length === 0) return 'no-view';
  return areOf(items, kept.weights) && kept.method === method ? 'given' : 'former';
}
