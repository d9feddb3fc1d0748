import { err } from '#kernel/result.ts';
import { undoActionChange } from '#modules/action-plans/index.server.ts';
import { undoConsultationChange } from '#modules/deliberation/index.server.ts';
import { undoEvaluationChange } from '#modules/evaluation/index.server.ts';
import { undoFrameworkChange } from '#modules/framework/index.server.ts';
import { undoLeverChange } from '#modules/knowledge/index.server.ts';
import type { Undoers } from '#modules/moderation/index.server.ts';
import { undoPracticeChange } from '#modules/practices/index.server.ts';
import { undoFileChange, undoPageChange } from '#modules/records/index.server.ts';

/** What undoes one change of each kind, so that everything someone did can be undone at once. A new kind is added here. */
export const undoers: Undoers = {
  practice: undoPracticeChange,
  framework: undoFrameworkChange,
  evaluation: undoEvaluationChange,
  lever: undoLeverChange,
  action: undoActionChange,
  page: undoPageChange,
  deliberation: undoConsultationChange,
  attachment: async (context, undo) => (await undoFileChange(context, undo)) ?? err({ code: 'not-found' }),
};
