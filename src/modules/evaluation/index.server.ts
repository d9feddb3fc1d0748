export {
  type AdvanceRefusal,
  closeEvaluation,
  openEvaluation,
  publishEvaluation,
} from './advance-evaluation.server.ts';
export { type SaveRefusal, openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
export { answerLinkRule } from './answer-link.server.ts';
export { createEvaluation, editEvaluation } from './create-evaluation.server.ts';
export { describeEvaluation, isDescription, undoDescription } from './describe-evaluation.server.ts';
export { inviteByMail, makeAnswerCards } from './invite-people.server.ts';
export { readInvitations } from './list-invitations.server.ts';
export {
  correctAddress,
  remindCollege,
  resendInvitation,
  withdrawCards,
  withdrawInvitation,
} from './manage-invitations.server.ts';
export { moveClosingDay } from './move-closing-day.server.ts';
export { openByCode } from './open-by-code.server.ts';
export { evaluationPersonalData } from './personal-data.server.ts';
export { evaluatedAmong } from './personal-data-store.server.ts';
export { findEvaluation, listEvaluations, readComposition, readResult } from './read-evaluation.server.ts';
export { evaluationPurge } from './evaluation-store.server.ts';
export { type SeededSheet, seedSheets } from './seed-sheets.server.ts';
export { takeBackEvaluation, withdrawEvaluation } from './take-back-evaluation.server.ts';
