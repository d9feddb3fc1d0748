import type { Context } from '#kernel/context.ts';
import type { Consultation, ConsultationState } from './consultation.ts';
import { showOpinions } from './opinions.server.ts';
import { type Participant, stateNow } from './take-part.server.ts';
import { branchesToWeigh } from './weighing.ts';
import { type BranchWeights, weightsPicture } from './weights-picture.ts';
import { findWeightsTold, selectOwnWeights, selectWeights } from './weights-store.server.ts';

export interface WeightsShown {
  state: ConsultationState;
  /** People who gave weights, those of rooms included. */
  people: number;
  /** What this reader may know. */
  branches: BranchWeights[];
  /** Ids of branches of which they will know once they answered, or once the consultation is closed. */
  heldBack: string[];
  /** Ids of branches with too many items to be weighed. */
  unasked: string[];
}

/**
 * What came of weights: of the branches one answered while the consultation is open, as for votes, and of all once it
 * is closed. The caller has found the consultation as the actor sees it.
 */
export async function showWeights(
  context: Context,
  consultation: Consultation,
  participant?: Participant,
): Promise<WeightsShown> {
  const { id } = consultation.record;
  const state = await stateNow(context, consultation);
  const asked = branchesToWeigh(consultation);
  const own = new Set(
    (participant ? await selectOwnWeights(context, participant) : []).map((one) => one.branch),
  );
  const said = await selectWeights(context, id);
  const isKnown = (branch: string) => state === 'closed' || own.has(branch);
  const shared = { state, people: new Set(said.map(({ key }) => key)).size };
  const unasked = asked.filter(({ method }) => method === null).map((branch) => branch.id);
  const opinions = await showOpinions(context, consultation, participant);
  const hasGroups = !opinions.isHeldBack && opinions.picture?.state === 'clear';
  const people = hasGroups ? said : said.map((one) => ({ ...one, group: null }));
  // Where it comes from elsewhere, only what it came to is known.
  const told = said.length === 0 ? await findWeightsTold(context, id) : null;
  const whole = told ?? weightsPicture(asked, people);
  return {
    ...shared,
    branches: whole.filter((branch) => isKnown(branch.id)),
    heldBack: whole.filter((branch) => !isKnown(branch.id)).map((branch) => branch.id),
    unasked,
  };
}
