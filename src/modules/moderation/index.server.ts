export { type AnswerMail, answerReport } from './answer-report.server.ts';
export { countWaitingReports, listReports } from './list-reports.server.ts';
export { makeReport } from './make-report.server.ts';
export { moderationPersonalData } from './personal-data.server.ts';
export { readModerationLog } from './read-moderation-log.server.ts';
export { type UndoPreview, findUndoing, previewUndo, undoPeriods } from './undo-author.server.ts';
export { requestRedo, requestUndo, undoAuthorJob } from './undo-author-job.server.ts';
export type { UndoOutcome, Undoers } from './undo-entries.server.ts';
