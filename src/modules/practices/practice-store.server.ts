import type { ColumnType, GeneratedAlways, Insertable, Selectable, SelectQueryBuilder } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type RecordName,
  isNamed,
  recordColumns,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
import { writeSearchedTextsOf } from './fields/own-value-store.server.ts';
import {
  type DetailColumn,
  type DetailFieldName,
  detailFieldNames,
  detailFields,
} from './practice-fields.ts';
import type { Practice, PracticeDetails } from './practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    practice: PracticeTable;
  }
}

/** Arrays and objects are stored as JSON. */
type Stored<Value> = [Exclude<Value, null>] extends [object]
  ? ColumnType<Value, string | Extract<Value, null>, string | Extract<Value, null>>
  : Value;

type DetailTable = {
  [Field in DetailFieldName as (typeof detailFields)[Field]['column']]: Stored<PracticeDetails[Field]>;
};

interface PracticeTable extends DetailTable {
  record_id: Id;
  territory_id: Id;
  /** Its communes and its EPCI: what it is found under. */
  place_codes: GeneratedAlways<string[]>;
}

export const detailColumns = Object.values(detailFields).map(
  ({ column }): `practice.${DetailColumn}` => `practice.${column}`,
);

type DetailRow = Pick<Selectable<PracticeTable>, DetailColumn>;

export function toDetails(row: DetailRow): PracticeDetails {
  return Object.fromEntries(
    detailFieldNames.map((field) => [field, row[detailFields[field].column]]),
  ) as unknown as PracticeDetails;
}

function detailValues(details: PracticeDetails) {
  return Object.fromEntries(
    detailFieldNames.map((field) => {
      const { column, type } = detailFields[field];
      const value = details[field];
      return [column, type === 'jsonb' && value !== null ? JSON.stringify(value) : value];
    }),
  ) as Pick<Insertable<PracticeTable>, DetailColumn>;
}

export async function insertDetails(context: Context, recordId: Id, details: PracticeDetails): Promise<void> {
  await context.db
    .insertInto('practice')
    .values({ record_id: recordId, territory_id: context.territoryId, ...detailValues(details) })
    .execute();
  await writeSearchedTextsOf(context, [recordId]);
}

export async function updateDetails(context: Context, recordId: Id, details: PracticeDetails): Promise<void> {
  await context.db
    .updateTable('practice')
    .set(detailValues(details))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
  await writeSearchedTextsOf(context, [recordId]);
}

/**
 * The practices the actor may see, not yet filtered: every reading starts here. A record of this kind always has its
 * details; said by an outer join, PostgreSQL leaves their table out when a count or a search asks nothing of it.
 */
export function visiblePractices(context: Context) {
  const query = context.db
    .selectFrom('record')
    .leftJoin('practice', (join) =>
      join
        .onRef('practice.record_id', '=', 'record.id')
        .on('practice.territory_id', '=', context.territoryId),
    )
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'practice')
    .where(visibleTo(context));
  return query as unknown as SelectQueryBuilder<Tables, 'record' | 'practice', object>;
}

export async function findPractice(context: Context, where: RecordName): Promise<Practice | undefined> {
  const row = await visiblePractices(context)
    .select(recordColumns)
    .select(detailColumns)
    .where(isNamed(where))
    .executeTakeFirst();
  return row && { record: toRecordCore(row), details: toDetails(row) };
}
