import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Kind } from './record.ts';
import type { LinkType, LinkedRecord, PointedRecord, RelatedRecord } from './record-link.ts';
import { visibleTo } from './visibility.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    record_link: RecordLinkTable;
  }
}

interface RecordLinkTable {
  id: Id;
  territory_id: Id;
  from_id: Id;
  to_id: Id;
  type: LinkType;
  created_by: Id | null;
  created_at: Date;
}

const linkedColumns = [
  'record.id as id',
  'record.kind as kind',
  'record.short_id as shortId',
  'record.slug as slug',
  'record.title as title',
  'record.language as language',
] as const;

/** Links two records; asking twice changes nothing. Both must be visible to the actor. */
export async function insertLink(
  context: Context,
  link: { fromId: Id; toId: Id; type: LinkType },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await context.db
    .insertInto('record_link')
    .values({
      id: newId(),
      territory_id: context.territoryId,
      from_id: link.fromId,
      to_id: link.toId,
      type: link.type,
      created_by: context.actor.personId,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['territory_id', 'from_id', 'type', 'to_id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes a link away; false when there was none. */
export async function removeLink(
  context: Context,
  link: { fromId: Id; toId: Id; type: LinkType },
): Promise<boolean> {
  const { numDeletedRows } = await context.db
    .deleteFrom('record_link')
    .where('territory_id', '=', context.territoryId)
    .where('from_id', '=', link.fromId)
    .where('to_id', '=', link.toId)
    .where('type', '=', link.type)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** Keeps two people from tying the same records at once, each from its end, until the transaction ends. */
export async function lockTies(context: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('ties'), hashtext(${context.territoryId}))`.execute(
    context.db,
  );
}

/** Whether the first record points to the second. */
export async function areLinked(
  context: Context,
  link: { fromId: Id; toId: Id; type: LinkType },
): Promise<boolean> {
  const found = await context.db
    .selectFrom('record_link')
    .select('id')
    .where('territory_id', '=', context.territoryId)
    .where('from_id', '=', link.fromId)
    .where('to_id', '=', link.toId)
    .where('type', '=', link.type)
    .executeTakeFirst();
  return found !== undefined;
}

/** Records of these kinds that the actor may see and whose title resembles a text, the nearest first. */
export async function recordsCalled(
  context: Context,
  { text, kinds, limit }: { text: string; kinds: readonly Kind[]; limit: number },
): Promise<LinkedRecord[]> {
  const called = sql`plain_text(${storableText(text)})`;
  return (
    context.db
      .selectFrom('record')
      .select(linkedColumns)
      .where('record.territory_id', '=', context.territoryId)
      .where('record.kind', 'in', kinds)
      .where(visibleTo(context))
      // The beginning of a word is enough (`<%`), and so is a whole word with a letter too many or too few (`<<%`).
      .where(sql<SqlBool>`(${called} <% plain_text(record.title) or ${called} <<% plain_text(record.title))`)
      .orderBy(sql`word_similarity(${called}, plain_text(record.title))`, 'desc')
      .orderBy('record.title')
      .orderBy('record.id')
      .limit(limit)
      .execute()
  );
}

/** A condition on `record`: that it points to another record. */
export function pointsTo(context: Context, link: { toId: Id; type: LinkType }) {
  return (eb: ExpressionBuilder<Tables, 'record'>): Expression<SqlBool> =>
    eb.exists(
      eb
        .selectFrom('record_link')
        .select('record_link.id')
        .where('record_link.territory_id', '=', context.territoryId)
        .where('record_link.to_id', '=', link.toId)
        .where('record_link.type', '=', link.type)
        .whereRef('record_link.from_id', '=', 'record.id'),
    );
}

/** What each of several records points to, as far as the actor may see it. */
export async function recordsPointedTo(context: Context, recordIds: readonly Id[]): Promise<PointedRecord[]> {
  if (recordIds.length === 0) return [];
  return context.db
    .selectFrom('record_link')
    .innerJoin('record', 'record.id', 'record_link.to_id')
    .select(['record_link.from_id as fromId', 'record_link.type as type', ...linkedColumns])
    .where('record_link.territory_id', '=', context.territoryId)
    .where('record_link.from_id', 'in', recordIds)
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .orderBy('record_link.created_at')
    .orderBy('record_link.id')
    .execute();
}

/** Of several records those the actor may see, by their ids: what links of the past lead to. */
export async function linkedRecords(context: Context, ids: readonly Id[]): Promise<Map<Id, LinkedRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('record')
    .select(linkedColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where('record.id', 'in', ids)
    .where(visibleTo(context))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Everything a record is linked to, both ways, as far as the actor may see it. */
export async function relatedRecords(context: Context, recordId: Id): Promise<RelatedRecord[]> {
  const [out, back] = await Promise.all([
    related(context, { recordId, near: 'from_id', far: 'to_id' }),
    related(context, { recordId, near: 'to_id', far: 'from_id' }),
  ]);
  return [
    ...out.map((row) => ({ ...row, direction: 'out' as const })),
    ...back.map((row) => ({ ...row, direction: 'in' as const })),
  ];
}

function related(
  context: Context,
  ends: { recordId: Id; near: 'from_id' | 'to_id'; far: 'from_id' | 'to_id' },
) {
  return context.db
    .selectFrom('record_link')
    .innerJoin('record', 'record.id', `record_link.${ends.far}`)
    .select(['record_link.type as type', ...linkedColumns])
    .where('record_link.territory_id', '=', context.territoryId)
    .where(`record_link.${ends.near}`, '=', ends.recordId)
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .orderBy('record_link.created_at')
    .orderBy('record_link.id')
    .execute();
}
