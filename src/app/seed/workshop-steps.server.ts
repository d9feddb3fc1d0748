import { played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import {
  choosePriorities,
  countDots,
  saveCollectiveAnswer,
  tiePriority,
} from '#modules/evaluation/index.server.ts';
import type { DemoEvaluation } from './evaluation-shape.ts';
import { type Named, type Step, known } from './play-steps.ts';

/**
 * What a group kept of its workshop, then the actions that its priorities became.
 *
 * @param at.evaluationId once the session was made
 */
export function workshopSteps(
  workshop: NonNullable<DemoEvaluation['workshop']>,
  at: { evaluationId: () => Id; actions: Named },
): Step[] {
  const { on, by, together, dots, priorities } = workshop;
  const held: Step = {
    on,
    by,
    play: async (context) => {
      const evaluationId = at.evaluationId();
      for (const { criterion: criterionId, level: answer, reason } of together) {
        const kept = { evaluationId, subject: '1', criterionId, answer, reason };
        played(await saveCollectiveAnswer(context, kept));
      }
      played(await countDots(context, { evaluationId, dots: new Map(Object.entries(dots)) }));
      const chosen = priorities.map(({ criterion: criterionId, words }) => ({ criterionId, words }));
      played(await choosePriorities(context, { evaluationId, chosen }));
    },
  };
  const tied = priorities.flatMap(({ criterion: criterionId, became }): Step[] =>
    became
      ? [
          {
            on: became.on,
            by,
            play: async (context) => {
              const outcomeId = known(at.actions, became.action);
              const tie = { evaluationId: at.evaluationId(), criterionId, outcomeId };
              played(await tiePriority(context, tie));
            },
          },
        ]
      : [],
  );
  return [held, ...tied];
}
