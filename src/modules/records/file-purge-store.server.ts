import { sql } from 'kysely';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';

/** Takes away files that were never described, that were proposed in vain, or that were removed, before these moments. */
export async function forgetAttachments(
  db: Database,
  { territoryId, undescribedBefore, proposedBefore, removedBefore }: ForgottenFiles,
): Promise<void> {
  await db
    .deleteFrom('attachment')
    .where('territory_id', '=', territoryId)
    .where((eb) =>
      eb.or([
        eb('removed_at', '<', removedBefore),
        eb.and([
          eb('attached_at', 'is', null),
          eb('description', '=', ''),
          eb('created_at', '<', undescribedBefore),
        ]),
        // What a picture shows that waits with its proposal was said when it came.
        eb.and([eb('attached_at', 'is', null), eb('created_at', '<', proposedBefore)]),
      ]),
    )
    .execute();
}

interface ForgottenFiles {
  territoryId: Id;
  undescribedBefore: Date;
  proposedBefore: Date;
  removedBefore: Date;
}

/** Stored files that belong to nothing, held so that nobody begins to use one meanwhile. */
export async function filesWithoutUse(db: Database, territoryId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('stored_file')
    .select('id')
    .where('territory_id', '=', territoryId)
    // One that is being written belongs to a transaction that nobody else sees.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('attachment_file')
            .select('attachment_file.file_id')
            .where('attachment_file.territory_id', '=', territoryId)
            .whereRef('attachment_file.file_id', '=', 'stored_file.id'),
        ),
      ),
    )
    // Beside answers of an evaluation: what belongs to another module is asked by the name of its table alone.
    .where(
      sql<boolean>`not exists (
        select from evaluation_evidence as evidence
        where evidence.territory_id = ${territoryId} and evidence.file_id = stored_file.id)`,
    )
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id);
}
