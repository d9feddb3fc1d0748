import { fewestShown } from '#modules/deliberation/index.ts';

/** What may be shown of the votes given on a proposal: nothing under five voters, as its page says. */
function tallyOfVoters(which: string): string {
  return `(select case when count(*) >= ${fewestShown} then jsonb_build_object(
      'agree', count(*) filter (where vote = 1),
      'disagree', count(*) filter (where vote = -1),
      'pass', count(*) filter (where vote = 0)) end
    from proposal_vote
    join consultation_participant as participant on participant.territory_id = row.territory_id
      and participant.consultation_id = proposal_vote.consultation_id
      and participant.participant_key = proposal_vote.participant_key
    where proposal_vote.territory_id = row.territory_id and proposal_id = row.id and ${which})`;
}

/** Votes stay, since they are people's; what they come to leaves, or what came from elsewhere. */
export const proposalTally = `case when exists (
    select from proposal_vote where proposal_vote.territory_id = row.territory_id and proposal_id = row.id)
  then jsonb_build_object('verified', ${tallyOfVoters('verified')}, 'room', ${tallyOfVoters('not verified')})
  else row.tally end`;
