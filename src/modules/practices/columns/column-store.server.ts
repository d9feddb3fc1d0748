import { type Expression, sql } from 'kysely';
import { type Context, type Role, roles } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { boundsOf } from '#kernel/map/bounds.ts';
import { mergedSourceNames, visibleTo } from '#modules/records/index.server.ts';
import { lastConfirmed } from '../practice-list-store.server.ts';
import { type Area, areaPoints } from '../practice-area.ts';
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
      'practice.status as status',
      'practice.commune_name as commune',
    ])
    .select((eb) => [
      audienceIn(roles.map((role) => ({ role, sees: seenBy(role)(eb) }))).as('audience'),
      sql<string>`case when record.visibility = 'draft' or record.hidden_at is not null
        then array_to_string(record.author_ids, E'\n') else '' end`.as('owners'),
      milliseconds(sql`record.updated_at`).as('updatedAt'),
      milliseconds(sql`${lastConfirmed}::timestamp`).as('confirmedAt'),
      sql<number | null>`case when not practice.point_is_doubtful then practice.lng end`.as('lng'),
      sql<number | null>`case when not practice.point_is_doubtful then practice.lat end`.as('lat'),
      sql<Area | null>`case when not practice.point_is_doubtful then practice.area end`.as('area'),
      lines('record.topic_ids').as('topics'),
      lines('record.tags').as('tags'),
      lines('practice.place_codes').as('places'),
      orEmpty('practice.purpose').as('purpose'),
      orEmpty('practice.sector').as('sector'),
      orEmpty('practice.legal_status').as('legal'),
      orEmpty('practice.milieu').as('milieu'),
      orEmpty('practice.digital').as('digital'),
      orEmpty('practice.reach').as('reach'),
      sql<string>`concat_ws(E'\n', nullif(record.source_name, ''),
        nullif(array_to_string(${mergedSourceNames(context)}, E'\n'), ''))`.as('source'),
    ]);
}

/** Everything comes as numbers and texts that can be kept as they are: of lists and dates, reading many leaves much behind. */
const lines = (column: string) => sql<string>`array_to_string(${sql.ref(column)}, E'\n')`;
const orEmpty = (column: string) => sql<string>`coalesce(${sql.ref(column)}, '')`;
const milliseconds = (moment: Expression<unknown>) =>
  sql<number>`floor(extract(epoch from ${moment}) * 1000)::float8`;

function audienceIn(roles: readonly { role: Role; sees: Expression<unknown> }[]) {
  const bits = roles.map(({ role, sees }) => sql`(${sees})::int * ${sql.lit(audienceBits[role])}`);
  return sql<number>`${sql.join(bits, sql` + `)}`;
}

type StoredRow = Awaited<ReturnType<ReturnType<typeof selectColumnRows>['execute']>>[number];

function toColumnRow(row: StoredRow): ColumnRow {
  const { id, audience, owners, title, updatedAt, confirmedAt, lng, lat, area } = row;
  return {
    id,
    audience,
    ownerIds: owners === '' ? [] : owners.split('\n'),
    title,
    updatedAt,
    confirmedAt,
    point: lng === null || lat === null ? null : { lng, lat },
    areaBounds: area ? boundsOf(areaPoints(area)) : null,
    values: row,
  };
}
