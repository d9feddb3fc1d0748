import type { Context } from '#kernel/context.ts';
import type { RecordCore } from '#modules/records/index.ts';
import type { FollowedSource } from './source.ts';

/** The source that a record the actor sees was brought by; null when none is followed for it. */
export async function followedSource(
  context: Context,
  record: Pick<RecordCore, 'shortId' | 'sourceName' | 'sourceUrl'>,
): Promise<FollowedSource | null> {
  if (record.sourceName === '') return null;
  const row = await context.db
    .selectFrom('source_record')
    .innerJoin('import_source', (join) =>
      join
        .onRef('import_source.id', '=', 'source_record.source_id')
        .onRef('import_source.territory_id', '=', 'source_record.territory_id'),
    )
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'source_record.record_id')
        .onRef('record.territory_id', '=', 'source_record.territory_id'),
    )
    .select(['import_source.name', 'address', 'attribution', 'mirror', 'answered_at as lookedAt'])
    .where('source_record.territory_id', '=', context.territoryId)
    .where('record.short_id', '=', record.shortId)
    .executeTakeFirst();
  if (!row) return null;
  const { address, ...source } = row;
  // The address of data is not for people, and may hold what opens it: their site is told instead.
  return { ...source, link: record.sourceUrl || new URL(address).origin };
}
