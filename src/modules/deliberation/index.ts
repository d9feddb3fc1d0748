export {
  type Branch,
  type Consultation,
  type ConsultationDetails,
  type ConsultationState,
  type Weighing,
  can,
  stateOn,
  weighings,
} from './consultation.ts';
export {
  type Proposal,
  type ProposalKind,
  type Tallies,
  type Tally,
  type Vote,
  fewestShown,
  proposalKinds,
} from './proposal.ts';
export { type Decision, type DecisionDetails, type Decided, type TookPart, outcomes } from './decision.ts';
export { type OpinionPicture, type OpinionState, peopleNeeded, votesNeeded } from './opinion-picture.ts';
export { type WeighedBranch, mostWeighed } from './weighing.ts';
export { type Stated, type WeightsRefusal, shareOut } from './typed-weights.ts';
export { type BranchWeights, weightRows } from './weights-picture.ts';
export { deliberationError, deliberationWords, placesIn } from './deliberation-words.ts';
export {
  type ConsultationFormValues,
  consultationFormFields,
  consultationFormOf,
  emptyConsultationForm,
  readConsultationForm,
  readProposalForm,
} from './consultation-form.ts';
