import { sql } from 'kysely';
import type { Id } from '#kernel/ids.ts';
import type { Place } from '../import-run-store.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    source_record: SourceRecordTable;
  }
}

interface SourceRecordTable {
  record_id: Id;
  territory_id: Id;
  source_id: Id;
  seen_in: Id;
  gone_at: Date | null;
}

/** Notes that these records are at the source now. Returns how many of them were not known to be. */
export async function noteSeen(
  { db, territoryId }: Place,
  { sourceId, importId, ids }: { sourceId: Id; importId: Id; ids: readonly Id[] },
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await sql<{ added: number }>`
    with given as (select unnest(${ids}::uuid[]) as id),
    known as (
      update source_record set seen_in = ${importId}
      from given
      where source_record.territory_id = ${territoryId} and source_record.record_id = given.id
        and source_record.source_id = ${sourceId}
      returning source_record.record_id
    ),
    added as (
      insert into source_record (record_id, territory_id, source_id, seen_in)
      select id, ${territoryId}, ${sourceId}, ${importId} from given
      where id not in (select record_id from known)
      on conflict (record_id) do update set source_id = excluded.source_id, seen_in = excluded.seen_in, gone_at = null
      returning record_id
    )
    select count(*)::int as added from added`.execute(db);
  return rows[0]?.added ?? 0;
}

/** Records of a source that its last answer lacks, and those that are there again. */
export interface Moves {
  /** How many stood here as there, before. */
  before: number;
  gone: Id[];
  back: Id[];
}

/** What an answer says, by what it lacks: nothing is changed. */
export async function movesOf(
  { db, territoryId }: Place,
  { sourceId, importId }: { sourceId: Id; importId: Id },
): Promise<Moves> {
  const rows = await db
    .selectFrom('source_record')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'source_record.record_id')
        .onRef('record.territory_id', '=', 'source_record.territory_id'),
    )
    .select(['source_record.record_id as id', 'source_record.seen_in', 'source_record.gone_at'])
    .where('source_record.territory_id', '=', territoryId)
    .where('source_record.source_id', '=', sourceId)
    .where('record.deleted_at', 'is', null)
    .orderBy('source_record.record_id')
    .execute();
  const here = rows.filter((row) => row.gone_at === null);
  return {
    before: here.length,
    gone: here.filter((row) => row.seen_in !== importId).map(({ id }) => id),
    back: rows.filter((row) => row.gone_at !== null && row.seen_in === importId).map(({ id }) => id),
  };
}

export async function setGone(
  { db, territoryId }: Place,
  ids: readonly Id[],
  goneAt: Date | null,
): Promise<void> {
  await db
    .updateTable('source_record')
    .set({ gone_at: goneAt })
    .where('territory_id', '=', territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
}

/** The records of a source that went from it since. */
export async function goneSince({ db, territoryId }: Place, sourceId: Id, instant: Date): Promise<Id[]> {
  const rows = await db
    .selectFrom('source_record')
    .select('record_id as id')
    .where('territory_id', '=', territoryId)
    .where('source_id', '=', sourceId)
    .where('gone_at', '>=', instant)
    .execute();
  return rows.map(({ id }) => id);
}

/** The records that a source brought, those that went there included. */
export async function idsOf({ db, territoryId }: Place, sourceId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('source_record')
    .select('record_id as id')
    .where('territory_id', '=', territoryId)
    .where('source_id', '=', sourceId)
    .orderBy('record_id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Those of them that do not say yet that they mirror it. */
export async function unmarkedOf({ db, territoryId }: Place, sourceId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('source_record')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'source_record.record_id')
        .onRef('record.territory_id', '=', 'source_record.territory_id'),
    )
    .select('source_record.record_id as id')
    .where('source_record.territory_id', '=', territoryId)
    .where('source_record.source_id', '=', sourceId)
    .where((eb) => eb('record.mirror_of', 'is distinct from', sourceId))
    .execute();
  return rows.map(({ id }) => id);
}
