import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { noteManyRecords } from '#modules/records/index.server.ts';
import { writeSearchedTextsOf } from './fields/own-value-store.server.ts';
import { detailFieldNames, detailFields } from './practice-fields.ts';
import type { PracticeDetails } from './practice.ts';
import { detailColumns, toDetails } from './practice-store.server.ts';

export interface DetailsOf {
  recordId: Id;
  details: PracticeDetails;
}

/** The details as rows of JSON hold them, by their own names, with their types. */
const given = sql.raw(
  ['"recordId" uuid', ...detailFieldNames.map((field) => `"${field}" ${detailFields[field].type}`)].join(
    ', ',
  ),
);

/** Each column and its value; null stands in JSON as a value of its own. */
const values = detailFieldNames.map((field) => {
  const { column, type } = detailFields[field];
  return { column, value: type === 'jsonb' ? `nullif(given."${field}", 'null')` : `given."${field}"` };
});

function rowsOf(practices: readonly DetailsOf[]): string {
  return JSON.stringify(practices.map(({ recordId, details }) => ({ recordId, ...details })));
}

/** The details of new records. */
export async function insertAllDetails(context: Context, practices: readonly DetailsOf[]): Promise<void> {
  if (practices.length === 0) return;
  await context.db
    .insertInto('practice')
    .columns(['record_id', 'territory_id', ...values.map(({ column }) => column)])
    .expression(
      sql`select "recordId", ${context.territoryId}::uuid, ${sql.raw(values.map(({ value }) => value).join(', '))}
        from json_to_recordset(${rowsOf(practices)}::json) as given(${given})`,
    )
    .execute();
  await writeSearchedTextsOf(
    context,
    practices.map(({ recordId }) => recordId),
  );
}

export async function updateAllDetails(context: Context, practices: readonly DetailsOf[]): Promise<void> {
  if (practices.length === 0) return;
  await sql`
    update practice
    set ${sql.raw(values.map(({ column, value }) => `${column} = ${value}`).join(', '))}
    from jsonb_to_recordset(${rowsOf(practices)}::jsonb) as given(${given})
    where practice.territory_id = ${context.territoryId}
      and practice.record_id = given."recordId"`.execute(context.db);
  await writeSearchedTextsOf(
    context,
    practices.map(({ recordId }) => recordId),
  );
}

/** Lets PostgreSQL know of the practices that this transaction has written, as {@link noteManyRecords} does of their records. */
export async function noteManyPractices(context: Context): Promise<void> {
  await noteManyRecords(context);
  await sql`analyze (skip_locked) practice (record_id, territory_id), practice_contact (record_id, territory_id)`.execute(
    context.db,
  );
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
