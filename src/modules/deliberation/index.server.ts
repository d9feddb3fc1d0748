export { findConsultation, listConsultations } from './consultation-store.server.ts';
export {
  editConsultation,
  openConsultation,
  setClosed,
  setRoom,
  undoConsultationChange,
} from './run-consultation.server.ts';
export {
  askWayIn,
  enterRoom,
  findRoom,
  followLink,
  memberParticipant,
  stateNow,
} from './take-part.server.ts';
export { castVote, sayWho } from './vote.server.ts';
export {
  confirmProposal,
  proposeByMail,
  proposeChange,
  retractProposal,
  waitingProposalsChore,
} from './propose.server.ts';
export {
  proposalsChore,
  proposalsLetterRule,
  showLettersStop,
  stopLettersByLink,
} from './tell-proposals.server.ts';
export { type VoteMatrix, readVotes } from './read-votes.server.ts';
export { readOwnWeights, stateWeights } from './state-weights.server.ts';
export { type SeededVoice, seedVoices } from './seed-voices.server.ts';
export { showWeights } from './show-weights.server.ts';
export { type StatedWeights, readStatedWeights } from './read-stated-weights.server.ts';
export { type CarryOut, decide, takeBack } from './decide.server.ts';
export { findDecision, listDecisions } from './decision-store.server.ts';
export { deliberationPersonalData } from './personal-data.server.ts';
export { hideProposal, mergeProposal, moderateNuance, showProposal } from './hide-proposal.server.ts';
export {
  type Cards,
  type ConsultationShown,
  type ProposalShown,
  namesOfParticipants,
  readCards,
  readConsultation,
} from './read-consultation.server.ts';
export { type OpinionsShown, opinionsJob, showOpinions } from './opinions.server.ts';
