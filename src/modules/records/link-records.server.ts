import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Details } from './change-record.server.ts';
import { insertLink, removeLink } from './link-store.server.ts';
import { type RecordCore, can } from './record.ts';
import type { LinkType } from './record-link.ts';
import { findRecord } from './record-store.server.ts';

/** What to link, and what the caller knows of the link besides (why it was made), for the history. */
export interface Link {
  fromId: Id;
  toId: Id;
  type: LinkType;
  details?: Details;
}

type LinkError = { code: 'not-found' | 'not-allowed' };

/** Links two different records the actor may see, and says so in the history of the first. */
export async function linkRecords(context: Context, link: Link): Promise<Result<undefined, LinkError>> {
  const ends = await findEnds(context, link);
  if (!ends.ok) return ends;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (await insertLink(inside, link)) {
      const after = { [`link.${link.type}`]: link.toId, ...link.details };
      await appendToJournal(inside, {
        recordId: link.fromId,
        action: `${ends.value.kind}.linked`,
        changes: changesBetween({}, after),
      });
    }
    return ok();
  });
}

/** Takes a link away again; the history of the first record keeps what it was. */
export async function unlinkRecords(context: Context, link: Link): Promise<Result<undefined, LinkError>> {
  const ends = await findEnds(context, link);
  if (!ends.ok) return ends;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (await removeLink(inside, link)) {
      const before = { [`link.${link.type}`]: link.toId, ...link.details };
      await appendToJournal(inside, {
        recordId: link.fromId,
        action: `${ends.value.kind}.unlinked`,
        changes: changesBetween(before, {}),
      });
    }
    return ok();
  });
}

async function findEnds(context: Context, link: Link): Promise<Result<RecordCore, LinkError>> {
  if (link.fromId === link.toId) return err({ code: 'not-allowed' });
  const from = await findRecord(context, { id: link.fromId });
  const to = await findRecord(context, { id: link.toId });
  if (!from || !to) return err({ code: 'not-found' });
  return can(context.actor, 'link', from) ? ok(from) : err({ code: 'not-allowed' });
}
