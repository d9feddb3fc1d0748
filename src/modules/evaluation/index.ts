export {
  type TypedAnswer,
  answeredAmong,
  longestReason,
  longestSignature,
  readSheetChange,
  readTyped,
} from './answer-form.ts';
export { formOf, inputOf, newForm, readForm } from './evaluation-form.ts';
export { type EvaluationSession, type EvaluationState, can } from './evaluation.ts';
export { mostAddresses, mostLinks } from './invitation.ts';
export {
  type CriterionResult,
  type EvaluationResult,
  type Verdict,
  isAttributed,
  medianOfAll,
} from './result.ts';
