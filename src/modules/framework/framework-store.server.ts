import { type ColumnType, type SqlBool, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import type { RecordCore } from '#modules/records/index.ts';
import type { RecordRow } from '#modules/records/index.server.ts';
import { recordColumns, toRecordCore, visibleTo } from '#modules/records/index.server.ts';
import type { FrameworkContent, Lineage } from './framework-content.ts';
import type { Framework } from './framework.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    framework_version: FrameworkVersionTable;
  }
}

interface FrameworkVersionTable {
  id: Id;
  territory_id: Id;
  record_id: Id;
  number: number;
  state: 'draft' | 'published';
  content: ColumnType<FrameworkContent, string, string>;
  published_at: Date | null;
  retired_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

/** Published versions of the frameworks the actor may see: every reading starts here. */
function publishedVersions(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('framework_version', 'framework_version.record_id', 'record.id')
    .select(recordColumns)
    .select((eb) => [
      'framework_version.id as versionId',
      'framework_version.number as number',
      'framework_version.content as content',
      eb.ref('framework_version.published_at').$notNull().as('publishedAt'),
      'framework_version.retired_at as retiredAt',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where('framework_version.territory_id', '=', context.territoryId)
    .where('framework_version.state', '=', 'published')
    .where('record.kind', '=', 'framework')
    .where(visibleTo(context));
}

type VersionRow = RecordRow & {
  versionId: Id;
  number: number;
  content: FrameworkContent;
  publishedAt: Date;
  retiredAt: Date | null;
};

function toFramework(row: VersionRow): Framework {
  const { versionId: id, number, content, publishedAt, retiredAt } = row;
  return { record: toRecordCore(row), version: { id, number, content, publishedAt, retiredAt } };
}

/** Every framework in its latest published version, by title. */
export async function listFrameworks(context: Context): Promise<Framework[]> {
  const rows = await publishedVersions(context)
    .distinctOn('record.id')
    .orderBy('record.id')
    .orderBy('framework_version.number', 'desc')
    .limit(100)
    .execute();
  return rows.map(toFramework).toSorted((a, b) => a.record.title.localeCompare(b.record.title, 'fr'));
}

/** Which version of each framework is read, by id, without its content; and what its addresses are made of. */
export async function listPublishedVersions(
  context: Context,
): Promise<{ versionId: Id; record: Pick<RecordCore, 'kind' | 'slug' | 'shortId'> }[]> {
  const rows = await publishedVersions(context)
    .clearSelect()
    .select(['record.kind', 'record.slug', 'record.short_id as shortId', 'framework_version.id as versionId'])
    .distinctOn('record.id')
    .orderBy('record.id')
    .orderBy('framework_version.number', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ versionId, ...record }) => ({ versionId, record }));
}

/** A framework in its latest published version, by what its address ends with. */
export async function findFramework(
  context: Context,
  where: { shortId: string },
): Promise<Framework | undefined> {
  const row = await publishedVersions(context)
    .where('record.short_id', '=', where.shortId)
    .orderBy('framework_version.number', 'desc')
    .executeTakeFirst();
  return row && toFramework(row);
}

/** A published version of a framework, by its number. */
export async function findNumbered(
  context: Context,
  where: { shortId: string; number: number },
): Promise<Framework | undefined> {
  const row = await publishedVersions(context)
    .where('record.short_id', '=', where.shortId)
    .where('framework_version.number', '=', where.number)
    .executeTakeFirst();
  return row && toFramework(row);
}

/** The version that another says it was made from, when it is one of this territory. */
export async function findOrigin(context: Context, from: Lineage): Promise<Framework | undefined> {
  if (from.territory) return undefined;
  const row = await publishedVersions(context)
    .where(sql<SqlBool>`framework_version.content ->> 'id' = ${from.frameworkId}`)
    .where('framework_version.number', '=', from.version)
    .executeTakeFirst();
  return row && toFramework(row);
}

/** One published version, whatever came after it: what an evaluation session was answered on. */
export async function findFrameworkVersion(context: Context, versionId: Id): Promise<Framework | undefined> {
  const row = await publishedVersions(context)
    .where('framework_version.id', '=', versionId)
    .executeTakeFirst();
  return row && toFramework(row);
}

/** The published versions of a framework that hold a criterion. */
export async function versionsWithCriterion(
  context: Context,
  { recordId, criterionId }: { recordId: Id; criterionId: string },
): Promise<Id[]> {
  const vars = JSON.stringify({ id: criterionId });
  const rows = await publishedVersions(context)
    .clearSelect()
    .select('framework_version.id')
    .where('record.id', '=', recordId)
    .where(
      sql<SqlBool>`jsonb_path_exists(framework_version.content, '$.dimensions[*].criteria[*] ? (@.id == $id)', ${vars})`,
    )
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * The versions of the framework that came from that source under that id, oldest first: also when its record was
 * deleted, since what a territory took away is not put back.
 */
export async function versionsFromSource(
  context: Context,
  source: { name: string; recordId: string },
): Promise<{ id: Id; recordId: Id; number: number }[]> {
  return context.db
    .selectFrom('record')
    .innerJoin('framework_version', 'framework_version.record_id', 'record.id')
    .select(['framework_version.id as id', 'record.id as recordId', 'framework_version.number as number'])
    .where('record.territory_id', '=', context.territoryId)
    .where('framework_version.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'framework')
    .where('record.source_name', '=', source.name)
    .where('record.source_record_id', '=', source.recordId)
    .orderBy('framework_version.number')
    .execute();
}

export async function insertPublishedVersion(
  context: Context,
  version: { recordId: Id; content: FrameworkContent },
): Promise<Id> {
  const id = newId();
  await context.db
    .insertInto('framework_version')
    .values({
      id,
      territory_id: context.territoryId,
      record_id: version.recordId,
      number: version.content.version,
      state: 'published',
      content: JSON.stringify(version.content),
      published_at: context.clock.now(),
    })
    .execute();
  return id;
}
