import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { type DraftError, editDraft, markOf } from '../draft/write-draft.server.ts';
import type { Passage } from './passage.ts';

/**
 * Keeps in the draft what a person said of past answers. What still waits for a reason is left out, and so is not accounted
 * for: the person is told, and publishing is refused until then.
 *
 * @param said.seen the mark of the draft that the person read
 */
export function savePassage(
  context: Context,
  said: { recordId: string; passage: Passage; seen: string },
): Promise<Result<RecordCore, DraftError<{ code: 'draft-changed' }>>> {
  return editDraft<{ code: 'draft-changed' }>(context, said.recordId, (draft) => {
    if (markOf(draft) !== said.seen) return err({ code: 'draft-changed' });
    const { dropped: _, ...kept } = draft;
    const dropped = said.passage.dropped.filter(({ reason }) => reason !== '');
    return ok({
      ...kept,
      passage: { ...said.passage.passage },
      ...(dropped.length > 0 && { dropped }),
    });
  });
}
