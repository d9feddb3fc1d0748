export {
  type AdvanceRefusal,
  closeEvaluation,
  openEvaluation,
  publishEvaluation,
} from './advance-evaluation.server.ts';
export { type SaveRefusal, openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
export { createEvaluation, editEvaluation } from './create-evaluation.server.ts';
export { inviteByMail, makeAnswerLinks } from './invite-people.server.ts';
export { findEvaluation, listEvaluations, readComposition, readResult } from './read-evaluation.server.ts';
export { readDemoEvaluations, seedEvaluations } from './seed-evaluations.server.ts';
