import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { ShownEvidence } from './evidence.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation_evidence: EvidenceTable;
  }
}

interface EvidenceTable {
  name: string;
  territory_id: Id;
  evaluation_id: Id;
  file_id: Id;
  media_type: string;
  width: number;
  height: number;
  removed_at: Date | null;
}

export interface StoredEvidence extends ShownEvidence {
  fileId: Id;
  mediaType: string;
}

export async function insertEvidence(
  context: Context,
  evaluationId: Id,
  { name, fileId, mediaType, width, height }: StoredEvidence,
): Promise<void> {
  await context.db
    .insertInto('evaluation_evidence')
    .values({
      name,
      territory_id: context.territoryId,
      evaluation_id: evaluationId,
      file_id: fileId,
      media_type: mediaType,
      width,
      height,
      removed_at: null,
    })
    .execute();
}

/** A piece of evidence with the sum and size of its bytes; undefined for one that was removed. */
export async function findEvidence(context: Context, where: { evaluationId: Id; name: string }) {
  return context.db
    .selectFrom('evaluation_evidence as evidence')
    .innerJoin('stored_file', (join) =>
      join
        .onRef('stored_file.id', '=', 'evidence.file_id')
        .onRef('stored_file.territory_id', '=', 'evidence.territory_id'),
    )
    .select(['evidence.name', 'evidence.file_id as fileId', 'evidence.media_type as mediaType', 'size'])
    .where('evidence.territory_id', '=', context.territoryId)
    .where('stored_file.territory_id', '=', context.territoryId)
    .where('evidence.evaluation_id', '=', where.evaluationId)
    .where('evidence.name', '=', where.name)
    .where('evidence.removed_at', 'is', null)
    .executeTakeFirst();
}

/** Those of these names that were not removed. */
export async function listEvidence(
  context: Context,
  evaluationId: Id,
  names: readonly string[],
): Promise<ShownEvidence[]> {
  if (names.length === 0) return [];
  return context.db
    .selectFrom('evaluation_evidence')
    .select(['name', 'width', 'height'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('name', 'in', names)
    .where('removed_at', 'is', null)
    .execute();
}

export async function countEvidence(context: Context, evaluationId: Id): Promise<number> {
  const { count } = await context.db
    .selectFrom('evaluation_evidence')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Takes a piece of evidence away from every reader, or gives it back with null. False when it was so already. */
export async function setEvidenceRemoved(
  context: Context,
  where: { evaluationId: Id; name: string },
  removedAt: Date | null,
): Promise<boolean> {
  const row = await context.db
    .updateTable('evaluation_evidence')
    .set({ removed_at: removedAt })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', where.evaluationId)
    .where('name', '=', where.name)
    .where('removed_at', removedAt ? 'is' : 'is not', null)
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** How a piece of evidence stands; null for one that is there no more. */
export async function standingOfEvidence(
  context: Context,
  where: { evaluationId: Id; name: string },
): Promise<'shown' | 'removed' | null> {
  const row = await context.db
    .selectFrom('evaluation_evidence')
    .select('removed_at as removedAt')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', where.evaluationId)
    .where('name', '=', where.name)
    .executeTakeFirst();
  if (!row) return null;
  return row.removedAt ? 'removed' : 'shown';
}

/** Takes away for good what was removed before a moment. */
export async function purgeEvidence(db: Database, territoryId: Id, removedBefore: Date): Promise<void> {
  await db
    .deleteFrom('evaluation_evidence')
    .where('territory_id', '=', territoryId)
    .where('removed_at', '<', removedBefore)
    .execute();
}

/** Takes pieces of evidence away for good; their bytes leave with the daily chore of the files. */
export async function forgetEvidence(
  context: Context,
  evaluationId: Id,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await context.db
    .deleteFrom('evaluation_evidence')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('name', 'in', names)
    .execute();
}
