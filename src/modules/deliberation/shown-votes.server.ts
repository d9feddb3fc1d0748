import { isDeepStrictEqual } from 'node:util';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type ShownVotes, type Tallies, steppedTallies, talliesOf } from './proposal.ts';
import { updateProposal } from './proposal-store.server.ts';
import type { VoteMatrix } from './read-votes.server.ts';
import { selectNuances } from './vote-store.server.ts';

export const nobody: Tallies = { verified: null, room: null };

/** What the votes on each proposal come to, at this very moment. */
export function talliesByProposal({ participants, votes }: VoteMatrix): Map<Id, Tallies> {
  const verified = new Map(participants.map(({ key, verified: sure }) => [key, sure]));
  const said = Map.groupBy(votes, ({ proposalId }) => proposalId);
  return new Map(
    [...said].map(([id, ofProposal]) => [
      id,
      talliesOf(ofProposal.map(({ key, vote }) => ({ vote, verified: verified.get(key) ?? false }))),
    ]),
  );
}

/** Moves what is shown of votes on, where five more came since it last moved. To be called in a transaction. */
export async function moveShownVotes(inside: Context, consultationId: Id, matrix: VoteMatrix): Promise<void> {
  const now = talliesByProposal(matrix);
  const nuances = Map.groupBy(await selectNuances(inside, consultationId), ({ proposalId }) => proposalId);
  for (const { id, shown: before } of matrix.proposals) {
    const tallies = steppedTallies(before?.tallies ?? nobody, now.get(id) ?? nobody);
    if (isDeepStrictEqual(tallies, before?.tallies ?? nobody)) continue;
    const shown: ShownVotes = { tallies, nuances: (nuances.get(id) ?? []).map((nuance) => nuance.id) };
    await updateProposal(inside, id, { shown });
  }
}
