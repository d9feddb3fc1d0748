import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Proposal, Vote } from './proposal.ts';
import { selectProposals } from './proposal-store.server.ts';
import { type KeptParticipant, type KeptVote, selectParticipants, selectVotes } from './vote-store.server.ts';

/** Everything that was said on a consultation, to work on: nothing of it is fit to be shown as it stands. */
export interface VoteMatrix {
  /** Proposals that people vote on, or voted on until they were decided; oldest first. */
  proposals: Proposal[];
  /** In the order of their keys, which tell nothing. */
  participants: KeptParticipant[];
  votes: KeptVote[];
}

/**
 * The votes of a consultation, those on hidden proposals left out. A proposal that was merged gives its votes to the
 * one that stands for it, where its voters did not vote on that one too. The caller has found the consultation as the
 * actor sees it.
 */
export async function readVotes(context: Context, consultationId: Id): Promise<VoteMatrix> {
  const all = await selectProposals(context, consultationId);
  const participants = await selectParticipants(context, consultationId);
  const proposals = all.filter(({ state, hiding }) => state !== 'merged' && hiding === null);
  const votes = mergedVotes(all, await selectVotes(context, consultationId));
  const known = new Set(proposals.map(({ id }) => id));
  return { proposals, participants, votes: votes.filter(({ proposalId }) => known.has(proposalId)) };
}

/** Votes under the proposal that stands for the one they were given on; one's own vote on that one prevails. */
function mergedVotes(
  proposals: readonly Pick<Proposal, 'id' | 'mergedInto'>[],
  votes: readonly KeptVote[],
): KeptVote[] {
  const into = new Map(proposals.map(({ id, mergedInto }) => [id, mergedInto]));
  const standingFor = (id: Id): Id => {
    const next = into.get(id);
    return next ? standingFor(next) : id;
  };
  const own = votes.filter(({ proposalId }) => !into.get(proposalId));
  const given = votes.filter(({ proposalId }) => into.get(proposalId));
  const said = new Map<string, KeptVote>();
  for (const { key, proposalId, vote } of [...own, ...given]) {
    const standing = standingFor(proposalId);
    const place = `${key} ${standing}`;
    if (!said.has(place)) said.set(place, { key, proposalId: standing, vote: vote as Vote });
  }
  return [...said.values()];
}
