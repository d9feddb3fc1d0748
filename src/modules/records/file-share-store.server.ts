import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';

/** Bytes received from the actor since that moment. */
export async function receivedSince(context: Context, since: Date): Promise<number> {
  const { total } = await context.db
    .selectFrom('attachment')
    .select(({ fn }) => fn.coalesce(fn.sum<string>('received'), sql<string>`0`).as('total'))
    .where('territory_id', '=', context.territoryId)
    .where('created_by', '=', context.actor.personId)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** Files of a record that are shown or wait for their description. */
export async function countFiles(context: Context, recordId: Id): Promise<number> {
  const { count } = await context.db
    .selectFrom('attachment')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
