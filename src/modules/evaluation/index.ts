export { type TypedAnswer, answeredAmong, readSheetChange, readTyped } from './answer-form.ts';
export { formOf, inputOf, newForm, readForm } from './evaluation-form.ts';
export { type College, type EvaluationSession, type EvaluationState, can } from './evaluation.ts';
export {
  type CardBatch,
  type MailedInvitation,
  hoursBetweenReminders,
  minutesBetweenMails,
  mostAddresses,
  mostCards,
} from './invitation.ts';
export {
  type CriterionResult,
  type EvaluationResult,
  type Standing,
  type Verdict,
  isAttributed,
  medianOfAll,
} from './result.ts';
