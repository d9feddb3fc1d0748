import type { Id } from '#kernel/ids.ts';
import type { PurgeRules, PurgeScope } from '#modules/records/index.server.ts';

/** Those of these records that are frameworks on which sessions rest: without them no result could be read. */
async function frameworksInUse({ db, territoryId }: PurgeScope, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('framework_version')
    .innerJoin('evaluation', 'evaluation.framework_version_id', 'framework_version.id')
    .select('framework_version.record_id')
    .distinct()
    .where('framework_version.territory_id', '=', territoryId)
    .where('evaluation.territory_id', '=', territoryId)
    .where('framework_version.record_id', 'in', ids)
    .execute();
  return rows.map((row) => row.record_id);
}

export const evaluationPurge: PurgeRules = { stillNeeded: frameworksInUse };
