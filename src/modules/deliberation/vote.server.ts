import type { Context } from '#kernel/context.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { followOpinions } from './opinions.server.ts';
import { type Vote, longestNuance } from './proposal.ts';
import { findProposal } from './proposal-store.server.ts';
import { type ActRefusal, type Participant, whileOpen } from './take-part.server.ts';
import { putVote, updateParticipant } from './vote-store.server.ts';

export type VoteRefusal =
  ActRefusal | { code: 'vote-missing' } | { code: 'nuance-too-long'; tooLong: TooLong };

const votes: Readonly<Record<string, Vote>> = { agree: 1, disagree: -1, pass: 0 };

/**
 * Says what one person thinks of a proposal: the last vote counts. Nothing is journalled, since the moment would tell
 * who.
 *
 * @param cast.vote `agree`, `disagree` or `pass`
 */
export async function castVote(
  context: Context,
  participant: Participant,
  cast: { proposalId: string; vote: string; nuance: string },
): Promise<Result<undefined, VoteRefusal>> {
  const vote = Object.hasOwn(votes, cast.vote) ? votes[cast.vote] : undefined;
  if (vote === undefined) return err({ code: 'vote-missing' });
  const nuance = storableText(cast.nuance).trim();
  const tooLong = tooLongFor(nuance, longestNuance);
  if (tooLong) return err({ code: 'nuance-too-long', tooLong });
  return whileOpen<undefined, VoteRefusal>(context, participant, async (inside) => {
    const proposal = await findProposal(inside, cast.proposalId);
    const isVoted =
      proposal?.consultationId === participant.consultationId &&
      proposal.state === 'open' &&
      proposal.hiding === null;
    if (!isVoted) return err({ code: 'not-found' });
    await putVote(inside, participant, { proposalId: proposal.id, vote, nuance });
    await followOpinions(inside, participant.consultationId);
    return ok();
  });
}

/** Most characters of a name someone asks to stand under. */
const longestName = 100;

/** Says what one is, among the colleges of the consultation, and whether one wishes to be named among those who took part. */
export async function sayWho(
  context: Context,
  participant: Participant,
  said: { college: string; namedAs: string },
): Promise<Result<undefined, ActRefusal | { code: 'name-too-long'; tooLong: TooLong }>> {
  const namedAs = storableLine(said.namedAs);
  const tooLong = tooLongFor(namedAs, longestName);
  if (tooLong) return err({ code: 'name-too-long', tooLong });
  return whileOpen<undefined, never>(context, participant, async (inside, { details }) => {
    const college = details.colleges.find((name) => name === said.college) ?? null;
    await updateParticipant(inside, participant, { college, namedAs });
    return ok();
  });
}
