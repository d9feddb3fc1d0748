import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { RecordCore } from '#modules/records/index.ts';
import type { SourceFollowed } from '../public-practice.ts';
import type { FollowedSource } from './source.ts';

const following = (context: Context) =>
  context.db
    .selectFrom('source_record')
    .innerJoin('import_source', (join) =>
      join
        .onRef('import_source.id', '=', 'source_record.source_id')
        .onRef('import_source.territory_id', '=', 'source_record.territory_id'),
    )
    .where('source_record.territory_id', '=', context.territoryId);

/** What is to be said of the sources that are followed for these records, by record. */
export async function creditsOf(
  context: Context,
  recordIds: readonly Id[],
): Promise<Map<Id, SourceFollowed>> {
  const rows = await following(context)
    .select(['record_id as id', 'address', 'attribution', 'answered_at as lookedAt'])
    .where((eb) => eb('record_id', '=', eb.fn.any(eb.val([...recordIds]))))
    .execute();
  // The address of data may hold what opens it.
  return new Map(
    rows.map(({ id, address, attribution, lookedAt }) => [
      id,
      { attribution, lookedAt, site: new URL(address).origin },
    ]),
  );
}

/** The source that a record the actor sees was brought by; null when none is followed for it. */
export async function followedSource(
  context: Context,
  record: Pick<RecordCore, 'shortId' | 'sourceName' | 'sourceUrl'>,
): Promise<FollowedSource | null> {
  if (record.sourceName === '') return null;
  const row = await following(context)
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'source_record.record_id')
        .onRef('record.territory_id', '=', 'source_record.territory_id'),
    )
    .select(['import_source.name', 'address', 'attribution', 'mirror', 'answered_at as lookedAt'])
    .where('record.short_id', '=', record.shortId)
    .executeTakeFirst();
  if (!row) return null;
  const { address, ...source } = row;
  // The address of data is not for people, and may hold what opens it: their site is told instead.
  return { ...source, link: record.sourceUrl || new URL(address).origin };
}
