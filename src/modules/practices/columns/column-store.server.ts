import { sql } from 'kysely';
import { type Context, type Role, roles } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { boundsOf } from '#kernel/map/bounds.ts';
import { visibleTo } from '#modules/records/index.server.ts';
import { lastConfirmed } from '../practice-list-store.server.ts';
import { areaPoints } from '../practice-area.ts';
import type { ColumnRow } from './practice-columns.ts';

/** The bit of each role in `ColumnRow.audience`. */
export const audienceBits = Object.fromEntries(roles.map((role, place) => [role, 1 << place])) as Record<
  Role,
  number
>;

/** Rows read at once: some megabyte, so that reading a large inventory leaves little behind. */
const batch = 1000;

/** Every practice of the territory, those that were deleted left out, by title; a few thousand at a time. */
export async function* readColumnRows(context: Context): AsyncGenerator<ColumnRow[]> {
  let after: { title: string; id: Id } | undefined;
  for (;;) {
    let query = selectColumnRows(context);
    if (after) {
      const { title, id } = after;
      query = query.where(
        sql<boolean>`(record.title collate "fr-x-icu", record.id) > (${title}, ${id}::uuid)`,
      );
    }
    const rows = await query
      .orderBy(sql`record.title collate "fr-x-icu"`)
      .orderBy('record.id')
      .limit(batch)
      .execute();
    if (rows.length > 0) yield rows.map(toColumnRow);
    if (rows.length < batch) return;
    after = rows.at(-1);
  }
}

/** Those of these practices that are still there. */
export async function readTheseRows(context: Context, ids: readonly Id[]): Promise<ColumnRow[]> {
  const rows = await selectColumnRows(context)
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
  return rows.map(toColumnRow);
}

/** A practice has its details always: see `visiblePractices`. */
function selectColumnRows(context: Context) {
  const { db, territoryId } = context;
  const seenBy = (role: Role) => visibleTo({ ...context, actor: { personId: null, role }, kindsOff: [] });
  return db
    .selectFrom('record')
    .innerJoin('practice', (join) =>
      join.onRef('practice.record_id', '=', 'record.id').on('practice.territory_id', '=', territoryId),
    )
    .where('record.territory_id', '=', territoryId)
    .where('record.kind', '=', 'practice')
    .where('record.deleted_at', 'is', null)
    .select([
      'record.id as id',
      'record.title as title',
      'record.updated_at as updatedAt',
      'record.topic_ids as topics',
      'record.tags as tags',
      'record.source_name as source',
      'practice.purpose as purpose',
      'practice.status as status',
      'practice.sector as sector',
      'practice.legal_status as legal',
      'practice.milieu as milieu',
      'practice.digital as digital',
      'practice.reach as reach',
      'practice.place_codes as places',
      'practice.commune_name as commune',
      'practice.lng as lng',
      'practice.lat as lat',
      'practice.point_is_doubtful as isDoubtful',
      'practice.area as area',
    ])
    .select((eb) => [
      sql<boolean>`${seenBy('visitor')(eb)}`.as('visitor'),
      sql<boolean>`${seenBy('contributor')(eb)}`.as('contributor'),
      sql<boolean>`${seenBy('facilitator')(eb)}`.as('facilitator'),
      sql<boolean>`${seenBy('owner')(eb)}`.as('owner'),
      sql<Date>`${lastConfirmed}::timestamp at time zone 'UTC'`.as('confirmedAt'),
      sql<Id[]>`case when record.visibility = 'draft' or record.hidden_at is not null
        then record.author_ids else '{}' end`.as('ownerIds'),
    ]);
}

type StoredRow = Awaited<ReturnType<ReturnType<typeof selectColumnRows>['execute']>>[number];

function toColumnRow(row: StoredRow): ColumnRow {
  const one = (value: string | null) => (value === null || value === '' ? [] : [value]);
  const hasPoint = row.lng !== null && row.lat !== null && !row.isDoubtful;
  return {
    id: row.id,
    audience: roles.reduce((bits, role) => bits | (row[role] ? audienceBits[role] : 0), 0),
    ownerIds: row.ownerIds,
    title: row.title,
    updatedAt: row.updatedAt.getTime(),
    confirmedAt: row.confirmedAt.getTime(),
    point: hasPoint ? { lng: Number(row.lng), lat: Number(row.lat) } : null,
    areaBounds: row.area && !row.isDoubtful ? boundsOf(areaPoints(row.area)) : null,
    values: {
      topics: row.topics,
      tags: row.tags,
      purpose: one(row.purpose),
      status: one(row.status),
      sector: one(row.sector),
      legal: one(row.legal),
      milieu: one(row.milieu),
      digital: one(row.digital),
      reach: one(row.reach),
      places: row.places,
      commune: one(row.commune),
      source: one(row.source),
    },
  };
}

/** Where the journal stands before anything is read: whatever it tells from here on may not have been seen yet. */
export async function startOfUnseen({ db }: Context): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    select journal_transaction(pg_snapshot_xmin(pg_current_snapshot()))::text as at`.execute(db);
  return rows[0]?.at ?? '0';
}

/** The records that the journal speaks of from there on: at most one more than `limit`. */
export async function recordsToldSince(
  { db, territoryId }: Context,
  { since, limit }: { since: string; limit: number },
): Promise<Id[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .select('record_id as id')
    .distinct()
    .where('territory_id', '=', territoryId)
    .where(sql<boolean>`transaction_id >= ${since}::xid8`)
    .where('record_id', 'is not', null)
    .limit(limit + 1)
    .execute();
  return rows.flatMap(({ id }) => id ?? []);
}
