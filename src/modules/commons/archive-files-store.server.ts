import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';

type Place = Pick<Context, 'db' | 'territoryId'>;

/** Ties what stands beside answers to the files that were stored, by their sums. */
export async function insertEvidenceFiles(
  { db, territoryId }: Place,
  rows: readonly object[],
): Promise<void> {
  await sql`
    insert into evaluation_evidence (territory_id, name, evaluation_id, file_id, media_type, width, height)
    select ${territoryId}, given.name, given.evaluation_id, stored_file.id, given.media_type, given.width, given.height
    from json_to_recordset(${JSON.stringify(rows)})
      as given (name text, evaluation_id uuid, sha256 text, media_type text, width int, height int)
    left join stored_file on stored_file.territory_id = ${territoryId}
      and stored_file.sha256 = decode(given.sha256, 'hex')`.execute(db);
}

/** Ties attachments to the files that were stored, by their sums. */
export async function insertAttachmentFiles(
  { db, territoryId }: Place,
  rows: readonly { attachment_id: Id; width: number; height: number; sha256: string }[],
): Promise<void> {
  await sql`
    insert into attachment_file (territory_id, attachment_id, file_id, width, height)
    select ${territoryId}, given.attachment_id, stored_file.id, given.width, given.height
    from json_to_recordset(${JSON.stringify(rows)}) as given (attachment_id uuid, sha256 text, width int, height int)
    left join stored_file on stored_file.territory_id = ${territoryId}
      and stored_file.sha256 = decode(given.sha256, 'hex')`.execute(db);
}
