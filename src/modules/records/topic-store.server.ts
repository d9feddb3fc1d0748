import { type Selectable, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { RecordCore } from './record.ts';
import { recordColumns, toRecordCore } from './record-store.server.ts';
import type { CarriedTopics, Topic, TopicKind, Topics } from './topic.ts';
import { visibleTo } from './visibility.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    topic: TopicTable;
  }
}

interface TopicTable {
  id: Id;
  territory_id: Id;
  kind: TopicKind;
  slug: string;
  name: string;
  description: string;
  parent_id: Id | null;
  position: number;
  removed: boolean;
  merged_into: Id | null;
}

/** Every topic of the territory, those taken away included: a few hundred at most. */
export async function selectTopics(context: Context): Promise<Topics> {
  const rows = await context.db
    .selectFrom('topic')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, toTopic(row)]));
}

function toTopic(row: Selectable<TopicTable>): Topic {
  return {
    id: row.id,
    kind: row.kind,
    slug: row.slug,
    name: row.name,
    description: row.description,
    parentId: row.parent_id,
    position: row.position,
    removed: row.removed,
    mergedInto: row.merged_into,
  };
}

/** Keeps two people from shaping the topics of a territory at once, until the transaction ends. */
export async function lockTopics(context: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('topics'), hashtext(${context.territoryId}))`.execute(
    context.db,
  );
}

/** Writes a topic as it is now, new or not. */
export async function writeTopic(context: Context, topic: Topic): Promise<void> {
  const { id, kind, slug, name, description, position, removed } = topic;
  const values = {
    name,
    description,
    parent_id: topic.parentId,
    position,
    removed,
    merged_into: topic.mergedInto,
  };
  await context.db
    .insertInto('topic')
    .values({ id, territory_id: context.territoryId, kind, slug, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** How many records of each kind, of those the actor may see, carry these very topics. */
export async function selectCarriedTopics(context: Context): Promise<CarriedTopics[]> {
  return context.db
    .selectFrom('record')
    .select(['record.kind as kind', 'record.topic_ids as topicIds'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .where(sql<boolean>`record.topic_ids <> '{}'`)
    .groupBy(['record.kind', 'record.topic_ids'])
    .execute();
}

/** A page of the records that carry one of these ids, whatever their kind, and that the actor may see. */
export async function selectRecordsAbout(
  context: Context,
  { carried, limit, offset }: { carried: readonly Id[]; limit: number; offset: number },
) {
  return context.db
    .selectFrom('record')
    .select([
      'record.id as id',
      'record.kind as kind',
      'record.short_id as shortId',
      'record.slug as slug',
      'record.title as title',
      'record.pitch as pitch',
      'record.language as language',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .where(isAbout(carried))
    .orderBy('record.kind')
    .orderBy(sql`record.title collate "fr-x-icu"`)
    .orderBy('record.id')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** Whole records that carry one of these ids and that the actor may see, latest change first; only some of `among`. */
export async function selectNewestAbout(
  context: Context,
  { carried, among, limit }: { carried: readonly Id[]; among?: readonly Id[] | undefined; limit: number },
): Promise<RecordCore[]> {
  let query = context.db
    .selectFrom('record')
    .select(recordColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .where(isAbout(carried));
  if (among) query = query.where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...among]))));
  const rows = await query.orderBy('record.updated_at', 'desc').orderBy('record.id').limit(limit).execute();
  return rows.map(toRecordCore);
}

/** A condition on `record`: that it carries one of these ids. */
export function isAbout(carried: readonly Id[]) {
  return sql<boolean>`record.topic_ids && ${carried}::uuid[]`;
}
