export {
  type AdvanceRefusal,
  closeEvaluation,
  openEvaluation,
  publishEvaluation,
} from './advance-evaluation.server.ts';
export {
  type SaveAnswersRefusal,
  type SaveRefusal,
  openSheet,
  saveAnswers,
  signSheet,
} from './answer-evaluation.server.ts';
export { answerLinkRule } from './answer-link.server.ts';
export { createEvaluation, editEvaluation } from './create-evaluation.server.ts';
export { describeEvaluation, isDescription } from './describe-evaluation.server.ts';
export {
  closeDots,
  countDots,
  giveDots,
  newBallotKey,
  openBallot,
  openDots,
  readDots,
} from './give-dots.server.ts';
export { choosePriorities, readWorkshop, saveCollectiveAnswer, tiePriority } from './hold-workshop.server.ts';
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
export {
  type OpenEvidence,
  evidenceChore,
  evidenceOf,
  openEvidence,
  openOwnEvidence,
  removeEvidence,
} from './read-evidence.server.ts';
export { type EvidenceRefusal, type FileChange, prepareEvidence } from './receive-evidence.server.ts';
export { openByCode } from './open-by-code.server.ts';
export {
  type DoorStanding,
  type RoomRefusal,
  closeDoor,
  enterRoom,
  findRoom,
  openDoor,
  readDoor,
} from './open-door.server.ts';
export { keyInSheet, listPapers, readPaper } from './paper-sheets.server.ts';
export { evaluationPersonalData } from './personal-data.server.ts';
export { evaluatedAmong } from './personal-data-store.server.ts';
export { readChoice } from './read-choice.server.ts';
export { findEvaluation, listEvaluations, readComposition, readResult } from './read-evaluation.server.ts';
export { evaluationPurge } from './evaluation-purge-store.server.ts';
export { subjectsShown } from './evaluation-store.server.ts';
export { type SeededSheet, seedSheets } from './seed-sheets.server.ts';
export { takeBackEvaluation, withdrawEvaluation } from './take-back-evaluation.server.ts';
export { isOfWorkshop, undoEvaluationChange } from './undo-workshop.server.ts';
export { repeatEvaluation } from './repeat-evaluation.server.ts';
