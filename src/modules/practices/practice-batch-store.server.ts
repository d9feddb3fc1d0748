import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { PracticeDetails } from './practice.ts';
import { detailColumns, toDetails } from './practice-store.server.ts';

export interface DetailsOf {
  recordId: Id;
  details: PracticeDetails;
}

/** Columns of the table by the names of the details, in order, with their types. */
const given = `"recordId" uuid, purpose text, status text, sector text, "legalStatus" text, "communeCode" text,
  "communeName" text, place text, lat double precision, lng double precision, "pointIsDoubtful" boolean, since text,
  carriers text, website text, count integer, extra jsonb`;

function rowsOf(practices: readonly DetailsOf[]): string {
  return JSON.stringify(practices.map(({ recordId, details }) => ({ recordId, ...details })));
}

/** The details of new records. */
export async function insertAllDetails(context: Context, practices: readonly DetailsOf[]): Promise<void> {
  if (practices.length === 0) return;
  await context.db
    .insertInto('practice')
    .columns([
      'record_id',
      'territory_id',
      'purpose',
      'status',
      'sector',
      'legal_status',
      'commune_code',
      'commune_name',
      'place',
      'lat',
      'lng',
      'point_is_doubtful',
      'since',
      'carriers',
      'website',
      'count',
      'extra',
    ])
    .expression(
      sql`select "recordId", ${context.territoryId}::uuid, purpose, status, sector, "legalStatus", "communeCode",
          "communeName", place, lat, lng, "pointIsDoubtful", since, carriers, website, count, extra
        from jsonb_to_recordset(${rowsOf(practices)}::jsonb) as given(${sql.raw(given)})`,
    )
    .execute();
}

export async function updateAllDetails(context: Context, practices: readonly DetailsOf[]): Promise<void> {
  if (practices.length === 0) return;
  await sql`
    update practice
    set purpose = given.purpose, status = given.status, sector = given.sector, legal_status = given."legalStatus",
      commune_code = given."communeCode", commune_name = given."communeName", place = given.place,
      lat = given.lat, lng = given.lng, point_is_doubtful = given."pointIsDoubtful", since = given.since,
      carriers = given.carriers, website = given.website, count = given.count, extra = given.extra
    from jsonb_to_recordset(${rowsOf(practices)}::jsonb) as given(${sql.raw(given)})
    where practice.territory_id = ${context.territoryId}
      and practice.record_id = given."recordId"`.execute(context.db);
}

/** The details of records by id, whoever may see them. */
export async function findAllDetails(
  context: Context,
  ids: readonly Id[],
): Promise<Map<Id, PracticeDetails>> {
  const rows = await context.db
    .selectFrom('practice')
    .select(['practice.record_id as recordId', ...detailColumns])
    .where('practice.territory_id', '=', context.territoryId)
    .where('practice.record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ recordId, ...row }) => [recordId, toDetails(row)]));
}
