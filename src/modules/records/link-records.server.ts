import type { Context } from '#kernel/context.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type LinkType, insertLink } from './link-store.server.ts';
import { can } from './record.ts';
import { findRecord } from './record-store.server.ts';

/** Links two records the actor may see, and says so in the history of the first. */
export async function linkRecords(
  context: Context,
  link: { fromId: Id; toId: Id; type: LinkType },
): Promise<Result<undefined, { code: 'not-found' | 'not-allowed' }>> {
  const from = await findRecord(context, { id: link.fromId });
  const to = await findRecord(context, { id: link.toId });
  if (!from || !to) return err({ code: 'not-found' });
  if (!can(context.actor, 'link', from)) return err({ code: 'not-allowed' });
  if (await insertLink(context, link)) {
    await appendToJournal(context, {
      recordId: from.id,
      action: `${from.kind}.linked`,
      changes: { [`link.${link.type}`]: { before: null, after: to.id } },
    });
  }
  return ok();
}
