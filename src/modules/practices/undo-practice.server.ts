import type { Context } from '#kernel/context.ts';
import { findJournalEntry } from '#kernel/journal.server.ts';
import { err } from '#kernel/result.ts';
import { isMerge } from '#modules/records/index.ts';
import { undoDetailed } from '#modules/records/index.server.ts';
import { unmergePractices } from './duplicates/merge-practices.server.ts';
import { touchesUnseen } from './fields/tell-own-fields.server.ts';
import { practiceKind } from './save-practice.server.ts';

/** Gives the fields of one journal entry the values they had before it; of a merge, gives both practices back. */
export async function undoPracticeChange(context: Context, undo: { recordId: string; entryId: string }) {
  const { db, territoryId } = context;
  const entry = await findJournalEntry(db, { territoryId, entryId: undo.entryId });
  // Nobody gives back what they do not see.
  if (entry && (await touchesUnseen(context, entry))) return err({ code: 'not-allowed' as const });
  return entry && isMerge(entry.action)
    ? unmergePractices(context, undo)
    : undoDetailed(context, practiceKind, undo);
}
