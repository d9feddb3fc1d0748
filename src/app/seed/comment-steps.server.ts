import type { Id } from '#kernel/ids.ts';
import { seedComment } from '#modules/records/index.server.ts';
import type { DemoComment } from './demo-shapes.ts';
import type { Step } from './play-steps.ts';

/** What people say of a record, whose id is known by then. */
export function commentSteps(comments: readonly DemoComment[], idOf: () => Id): Step[] {
  return comments.map(({ on, by, text }) => ({
    on,
    by,
    play: async (context) => {
      await seedComment(context, { recordId: idOf(), markdown: text });
    },
  }));
}
