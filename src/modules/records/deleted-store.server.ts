import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Kind, RecordCore } from './record.ts';
import { type RecordName, isNamed, recordColumns, toRecordCore } from './record-store.server.ts';
import { visibleTo } from './visibility.server.ts';

/** What was deleted after that moment, latest first, of what the actor would see, with who deleted it; and how much that is. */
export async function selectDeleted(
  context: Context,
  { after, limit, offset }: { after: Date; limit: number; offset: number },
) {
  const deleted = context.db
    .selectFrom('record')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.deleted_at', '>=', after)
    .where(visibleTo(context, 'deleted'));
  const [rows, { total }] = await Promise.all([
    deleted
      .select(['record.id', 'record.kind', 'record.short_id as shortId', 'record.title', 'record.language'])
      .select((eb) => [
        eb.ref('record.deleted_at').$notNull().as('deletedAt'),
        eb
          .selectFrom('journal_entry')
          .select('journal_entry.actor_id')
          .where('journal_entry.territory_id', '=', context.territoryId)
          .whereRef('journal_entry.record_id', '=', 'record.id')
          .where(sql<boolean>`journal_entry.action = record.kind || '.deleted'`)
          .orderBy('journal_entry.sequence', 'desc')
          .limit(1)
          .as('actorId'),
      ])
      .orderBy('record.deleted_at', 'desc')
      .orderBy('record.id')
      .limit(limit)
      .offset(offset)
      .execute(),
    deleted.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total };
}

/** A deleted record that the actor would see: its address answers "gone" rather than "never existed". */
export async function findTombstone(
  context: Context,
  where: { kind: Kind } & RecordName,
): Promise<RecordCore | undefined> {
  const row = await context.db
    .selectFrom('record')
    .select(recordColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', where.kind)
    .where(isNamed(where))
    .where(visibleTo(context, 'deleted'))
    .executeTakeFirst();
  return row && toRecordCore(row);
}
