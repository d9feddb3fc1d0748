import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { MergedOrigin } from './merged-origin.ts';
import type { Kind, RecordCore, RecordFields } from './record.ts';
import {
  type RecordName,
  isNamed,
  recordColumns,
  recordValues,
  toRecordCore,
} from './record-store.server.ts';
import { visibleTo } from './visibility.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    record_merge: RecordMergeTable;
  }
}

interface RecordMergeTable {
  merged_id: Id;
  territory_id: Id;
  kept_id: Id;
  entry_id: Id;
  taken: string[];
  moved: ColumnType<MovedRows, string, string>;
}

/** The rows that went from a merged record to the kept one, by their ids, and the authors that it brought. */
export interface MovedRows {
  comments: Id[];
  follows: Id[];
  attachments: Id[];
  linksFrom: Id[];
  linksTo: Id[];
  authors: Id[];
}

export interface Merge {
  mergedId: Id;
  keptId: Id;
  entryId: Id;
  /** Fields of the kept one that come from the merged one. */
  taken: string[];
  moved: MovedRows;
}

/** The two records of a merge, held until the transaction ends; undefined unless both stand by themselves. */
export async function lockBoth(context: Context, ids: readonly [Id, Id]): Promise<boolean> {
  const rows = await context.db
    .selectFrom('record')
    .select('id')
    .where('territory_id', '=', context.territoryId)
    .where('id', 'in', ids)
    .where('merged_into', 'is', null)
    .where('hidden_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.length === 2;
}

/** Writes the fields of the kept record, with all authors of both. Both are held by the caller. */
export async function writeKept(
  context: Context,
  change: { record: RecordCore; fields: RecordFields; authorIds: readonly Id[] },
): Promise<RecordCore> {
  const row = await context.db
    .updateTable('record')
    .set({
      ...recordValues(change.fields),
      author_ids: [...change.authorIds],
      version: change.record.version + 1,
      updated_at: context.clock.now(),
    })
    .where('record.territory_id', '=', context.territoryId)
    .where('record.id', '=', change.record.id)
    .returning(recordColumns)
    .executeTakeFirstOrThrow();
  return toRecordCore(row);
}

/** Says which record stands for this one, or that it stands by itself again: a later version, of now, for whoever keeps a copy. */
export async function setMergedInto(context: Context, id: Id, mergedInto: Id | null): Promise<void> {
  await context.db
    .updateTable('record')
    .set({ merged_into: mergedInto, version: sql`version + 1`, updated_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

export async function insertMerge(context: Context, merge: Merge): Promise<void> {
  await context.db
    .insertInto('record_merge')
    .values({
      merged_id: merge.mergedId,
      territory_id: context.territoryId,
      kept_id: merge.keptId,
      entry_id: merge.entryId,
      taken: merge.taken,
      moved: JSON.stringify(merge.moved),
    })
    .execute();
}

export async function deleteMerge(context: Context, mergedId: Id): Promise<void> {
  await context.db
    .deleteFrom('record_merge')
    .where('territory_id', '=', context.territoryId)
    .where('merged_id', '=', mergedId)
    .execute();
}

/** The merge that an entry of the journal tells, as long as it stands; held until the transaction ends. */
export async function lockMerge(context: Context, entryId: Id): Promise<Merge | undefined> {
  const row = await context.db
    .selectFrom('record_merge')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .where('entry_id', '=', entryId)
    .forUpdate()
    .executeTakeFirst();
  return row && toMerge(row);
}

/** What was merged into these records and stands so, in the order of the merged ones. */
export async function mergesInto(context: Context, keptIds: readonly Id[]): Promise<Merge[]> {
  if (keptIds.length === 0) return [];
  const rows = await context.db
    .selectFrom('record_merge')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .where('kept_id', 'in', keptIds)
    .orderBy('merged_id')
    .execute();
  return rows.map(toMerge);
}

function toMerge(row: {
  merged_id: Id;
  kept_id: Id;
  entry_id: Id;
  taken: string[];
  moved: MovedRows;
}): Merge {
  const { merged_id: mergedId, kept_id: keptId, entry_id: entryId, taken, moved } = row;
  return { mergedId, keptId, entryId, taken, moved };
}

/** Everything that these records stand for, however many times it was merged, in the order it was made. */
export async function mergedOrigins(context: Context, keptIds: readonly Id[]): Promise<MergedOrigin[]> {
  if (keptIds.length === 0) return [];
  const { territoryId } = context;
  const { rows } = await sql<MergedOrigin>`
    with recursive merged as (
      select merged_id, kept_id as root from record_merge
      where territory_id = ${territoryId} and kept_id = any(${keptIds}::uuid[])
      union all
      select record_merge.merged_id, merged.root from record_merge
      join merged on record_merge.kept_id = merged.merged_id
      where record_merge.territory_id = ${territoryId}
    )
    select merged.root as "standsFor", record.id, record.source_name as "sourceName",
      record.source_url as "sourceUrl", record.source_record_id as "sourceRecordId", record.licence
    from merged join record on record.id = merged.merged_id and record.territory_id = ${territoryId}
    order by record.id`.execute(context.db);
  return rows;
}

/** Of `record` in a question: the sources of the records that it stands for, however many times they were merged. */
export function mergedSourceNames({ territoryId }: Context) {
  const directly = sql`select merged_id from record_merge as direct
    where direct.territory_id = ${territoryId} and direct.kept_id = record.id`;
  // Few records stand for others.
  return sql<string[]>`case when exists (${directly}) then array(
    with recursive merged as (
      ${directly}
      union all
      select inner_merge.merged_id from record_merge as inner_merge
      join merged on inner_merge.kept_id = merged.merged_id where inner_merge.territory_id = ${territoryId}
    )
    select distinct there.source_name from merged
    join record as there on there.id = merged.merged_id and there.territory_id = ${territoryId}
    where there.source_name <> '' order by there.source_name) else '{}' end`;
}

/** A condition on `record`: that it comes from one of these sources, or stands for a record that does. */
export function comesFrom({ territoryId }: Context, sources: readonly string[]) {
  return sql<boolean>`(record.source_name = any(${sources}::text[]) or record.id = any(array(
    with recursive standing as (
      select merged.merged_into as id from record as merged
      where merged.territory_id = ${territoryId} and merged.merged_into is not null
        and merged.source_name = any(${sources}::text[])
      union
      select outer_record.merged_into from record as outer_record
      join standing on standing.id = outer_record.id
      where outer_record.territory_id = ${territoryId} and outer_record.merged_into is not null
    )
    select id from standing)))`;
}

/** For each of these records that was merged, the one it was merged into, which may itself have been merged since. */
export async function mergedIntoOf(context: Context, ids: readonly Id[]): Promise<Map<Id, Id>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('record')
    .select(['id', 'merged_into'])
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .where('merged_into', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ id, merged_into }) => (merged_into ? [[id, merged_into]] : [])));
}

/** For each of these records that was merged, the one that stands for it today, whoever may see it. */
export async function standingRecords(context: Context, ids: readonly Id[]): Promise<Map<Id, Id>> {
  if (ids.length === 0) return new Map();
  const { territoryId } = context;
  const { rows } = await sql<{ id: Id; root: Id }>`
    with recursive standing as (
      select id, merged_into as root from record
      where territory_id = ${territoryId} and id = any(${ids}::uuid[]) and merged_into is not null
      union all
      select standing.id, record.merged_into from standing
      join record on record.id = standing.root and record.territory_id = ${territoryId}
      where record.merged_into is not null
    )
    select standing.id, standing.root from standing
    join record on record.id = standing.root and record.territory_id = ${territoryId}
    where record.merged_into is null`.execute(context.db);
  return new Map(rows.map(({ id, root }) => [id, root]));
}

/** The record that stands for a merged one which the actor would see; undefined when that one is not, or was never, merged. */
export async function findStanding(
  context: Context,
  name: { kind: Kind } & RecordName,
): Promise<{ id: Id; shortId: string } | undefined> {
  const merged = await context.db
    .selectFrom('record')
    .select('id')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', name.kind)
    .where(isNamed(name))
    .where(visibleTo(context, 'merged'))
    .executeTakeFirst();
  const id = merged && (await standingRecords(context, [merged.id])).get(merged.id);
  if (!id) return undefined;
  return context.db
    .selectFrom('record')
    .select(['id', 'short_id as shortId'])
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .executeTakeFirst();
}
