import type { Context } from '#kernel/context.ts';
import { type RecordCore, can } from '#modules/records/index.ts';
import { findHiding } from '#modules/records/index.server.ts';

/** What the page of a record, whatever its kind, shows of its moderation: why it is hidden, and what the reader may do. */
export async function moderationShown(context: Context, record: RecordCore) {
  const { actor } = context;
  // Who is not signed in sees no hidden record: nothing to ask.
  const hiding = actor.personId === null ? null : await findHiding(context, record.id);
  return {
    hiding,
    shortId: record.shortId,
    isHidden: hiding !== null,
    mayHide: can(actor, 'hide', record),
  };
}
