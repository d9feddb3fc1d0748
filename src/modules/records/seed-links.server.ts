import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendBatchToJournal } from '#kernel/journal-batch.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { insertLink } from './link-store.server.ts';
import type { LinkType } from './record-link.ts';
import type { RecordCore } from './record.ts';

/**
 * Links a record of a demonstration to others, with the words that `linkRecords` leaves in the history. The caller made
 * all of them a moment ago: none is looked for again.
 */
export function seedLinks(
  context: Context,
  from: Pick<RecordCore, 'id' | 'kind'>,
  links: readonly { toId: Id; type: LinkType }[],
): Promise<void> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    for (const link of links) await insertLink(inside, { fromId: from.id, ...link });
    await appendBatchToJournal(
      inside,
      links.map(({ toId, type }) => ({
        id: newId(),
        recordId: from.id,
        action: `${from.kind}.linked`,
        changes: { [`link.${type}`]: { before: null, after: toId } },
      })),
    );
  });
}
