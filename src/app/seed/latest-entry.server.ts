import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';

/** The last thing the history says of a record: what someone undoes who undoes at once. */
export async function latestEntry({ db, territoryId }: Context, recordId: Id): Promise<Id> {
  const [latest] = await historyOf(db, { territoryId, recordId, limit: 1 });
  if (!latest) throw new Error('The demonstration undoes what was never done');
  return latest.id;
}
