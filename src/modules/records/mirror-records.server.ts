import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendBatchToJournal } from '#kernel/journal-batch.server.ts';
import { hideAll, showAll } from './mirrored-store.server.ts';
import type { Kind } from './record.ts';

interface Moved {
  kind: Kind;
  ids: readonly Id[];
}

/**
 * Hides records that their source no longer has, in the caller's transaction: they are kept, with all that people added. What
 * moderation hid already stays hidden for its own reason.
 */
export async function hideGone(context: Context, { kind, ids }: Moved): Promise<void> {
  await tell(context, `${kind}.gone-from-source`, await hideAll(context, ids));
}

/** Shows records again that had gone from their source, and are there again; not those that moderation hid. */
export async function showReturned(context: Context, { kind, ids }: Moved): Promise<void> {
  await tell(context, `${kind}.back-at-source`, await showAll(context, ids));
}

async function tell(context: Context, action: string, ids: readonly Id[]): Promise<void> {
  await appendBatchToJournal(
    context,
    ids.map((recordId) => ({ id: newId(), recordId, action, changes: {} })),
  );
}
