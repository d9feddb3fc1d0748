import type { ColumnType, Selectable, SelectQueryBuilder } from 'kysely';
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
import type { LegalStatus, Practice, PracticeDetails, Purpose, Sector, Status } from './practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    practice: PracticeTable;
  }
}

interface PracticeTable {
  record_id: Id;
  territory_id: Id;
  purpose: Purpose | null;
  status: Status;
  sector: Sector | null;
  legal_status: LegalStatus | null;
  commune_code: string | null;
  commune_name: string;
  place: string;
  lat: number | null;
  lng: number | null;
  point_is_doubtful: boolean;
  since: string;
  carriers: string;
  website: string;
  count: number | null;
  extra: ColumnType<Record<string, string>, string, string>;
}

export const detailColumns = [
  'practice.purpose',
  'practice.status',
  'practice.sector',
  'practice.legal_status',
  'practice.commune_code',
  'practice.commune_name',
  'practice.place',
  'practice.lat',
  'practice.lng',
  'practice.point_is_doubtful',
  'practice.since',
  'practice.carriers',
  'practice.website',
  'practice.count',
  'practice.extra',
] as const;

type DetailRow = Omit<Selectable<PracticeTable>, 'record_id' | 'territory_id'>;

export function toDetails(row: DetailRow): PracticeDetails {
  return {
    purpose: row.purpose,
    status: row.status,
    sector: row.sector,
    legalStatus: row.legal_status,
    communeCode: row.commune_code,
    communeName: row.commune_name,
    place: row.place,
    lat: row.lat,
    lng: row.lng,
    pointIsDoubtful: row.point_is_doubtful,
    since: row.since,
    carriers: row.carriers,
    website: row.website,
    count: row.count,
    extra: row.extra,
  };
}

function detailValues(details: PracticeDetails) {
  return {
    purpose: details.purpose,
    status: details.status,
    sector: details.sector,
    legal_status: details.legalStatus,
    commune_code: details.communeCode,
    commune_name: details.communeName,
    place: details.place,
    lat: details.lat,
    lng: details.lng,
    point_is_doubtful: details.pointIsDoubtful,
    since: details.since,
    carriers: details.carriers,
    website: details.website,
    count: details.count,
    extra: JSON.stringify(details.extra),
  };
}

export async function insertDetails(context: Context, recordId: Id, details: PracticeDetails): Promise<void> {
  await context.db
    .insertInto('practice')
    .values({ record_id: recordId, territory_id: context.territoryId, ...detailValues(details) })
    .execute();
}

export async function updateDetails(context: Context, recordId: Id, details: PracticeDetails): Promise<void> {
  await context.db
    .updateTable('practice')
    .set(detailValues(details))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
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
