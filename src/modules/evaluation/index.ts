export { type AnswerDetails, confidences } from './answer-details.ts';
export {
  type SheetChange,
  type TypedAnswer,
  answeredAmong,
  readAnswer,
  readSheetChange,
  readTyped,
  typedOf,
} from './answer-form.ts';
export { paperAnswer, paperControl, readPaperForm } from './paper-form.ts';
export { formOf, inputOf, newForm, readForm, readSubjects } from './evaluation-form.ts';
export {
  type College,
  type EvaluationSession,
  type EvaluationState,
  type SessionSubject,
  can,
  mostSubjects,
  roomKey,
} from './evaluation.ts';
export { type ShownEvidence, evidenceLimits } from './evidence.ts';
export { type AnswerPlace, type AnswerPlan, placeOfStep, stepOf } from './answer-steps.ts';
export {
  type CardBatch,
  type MailedInvitation,
  hoursBetweenReminders,
  minutesBetweenMails,
  mostAddresses,
  mostCards,
} from './invitation.ts';
export { type ChoiceTold, listed } from './choice-words.ts';
export { readChoiceSettings } from './choice-settings.ts';
export {
  type CriterionResult,
  type EvaluationResult,
  type Standing,
  type Verdict,
  isAttributed,
  medianOfAll,
} from './result.ts';
export type { SessionResult, SubjectResult } from './session-result.ts';
export { groupNames } from './group-names.ts';
export { reportJson } from './report-json.ts';
export { type Report, columnsOf, figureRows, voiceColumns, voiceRows } from './report.ts';
export {
  type CollectiveAnswer,
  type Priority,
  byDots,
  dotsOfBallot,
  longestPriority,
  longestReason,
  mostCounted,
  mostPriorities,
  readCount,
} from './workshop.ts';
export {
  type ComparedPassage,
  type CriterionChange,
  type GroupChange,
  compareOverTime,
  samePassage,
} from './compare-over-time.ts';
export { levelRow } from './level-row.ts';
