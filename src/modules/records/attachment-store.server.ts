import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import type { Attachment, AttachmentShown, FileDescription } from './attachment.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    attachment: AttachmentTable;
    attachment_file: AttachmentFileTable;
  }
}

interface AttachmentTable {
  id: Id;
  territory_id: Id;
  record_id: Id;
  kind: Attachment['kind'];
  name: string;
  media_type: string;
  received: ColumnType<number, number, never>;
  description: string;
  decorative: boolean;
  credit: string;
  licence: string;
  position: number;
  created_by: Id | null;
  created_at: Date;
  attached_at: Date | null;
  removed_at: Date | null;
}

interface AttachmentFileTable {
  territory_id: Id;
  attachment_id: Id;
  file_id: Id;
  width: number;
  height: number;
}

const columns = [
  'id',
  'record_id as recordId',
  'kind',
  'name',
  'media_type as mediaType',
  'description',
  'decorative',
  'credit',
  'licence',
  'created_by as createdBy',
  'attached_at as attachedAt',
  'removed_at as removedAt',
] as const;

/** Lets one change of a record's files happen at a time; ends with the transaction. */
export async function lockFilesOf(context: Context, recordId: Id): Promise<void> {
  const key = `files ${context.territoryId} ${recordId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(context.db);
}

/** A file received and not described yet, after all others of its record. */
export async function insertAttachment(
  context: Context,
  file: {
    id: Id;
    recordId: Id;
    kind: Attachment['kind'];
    name: string;
    mediaType: string;
    received: number;
    contents: readonly { fileId: Id; width: number; height: number }[];
  },
): Promise<void> {
  const { db, territoryId } = context;
  const { last } = await db
    .selectFrom('attachment')
    .select(({ fn }) => fn.max<number | null>('position').as('last'))
    .where('territory_id', '=', territoryId)
    .where('record_id', '=', file.recordId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('attachment')
    .values({
      id: file.id,
      territory_id: territoryId,
      record_id: file.recordId,
      kind: file.kind,
      name: file.name,
      media_type: file.mediaType,
      received: file.received,
      description: '',
      decorative: false,
      credit: '',
      licence: '',
      position: (last ?? 0) + 1,
      created_by: context.actor.personId,
      created_at: context.clock.now(),
      attached_at: null,
      removed_at: null,
    })
    .execute();
  await db
    .insertInto('attachment_file')
    .values(
      file.contents.map(({ fileId, width, height }) => ({
        territory_id: territoryId,
        attachment_id: file.id,
        file_id: fileId,
        width,
        height,
      })),
    )
    .execute();
}

/** A file of a record, described or not, removed or not. What the reader may see of it is the caller's to check. */
export async function findAttachment(
  context: Context,
  where: { recordId: Id; id: string },
): Promise<Attachment | undefined> {
  if (!isId(where.id)) return undefined;
  return context.db
    .selectFrom('attachment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', where.recordId)
    .where('id', '=', where.id)
    .executeTakeFirst();
}

/** The files that records show, in their order. Whether the records may be seen is the caller's to check. */
export async function attachmentsOf(
  context: Context,
  recordIds: readonly Id[],
): Promise<(AttachmentShown & { recordId: Id })[]> {
  if (recordIds.length === 0) return [];
  const { db, territoryId } = context;
  const files = await db
    .selectFrom('attachment')
    .select(columns)
    .where('territory_id', '=', territoryId)
    .where('record_id', 'in', recordIds)
    .where('attached_at', 'is not', null)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const sizes = await sizesOf(
    context,
    files.map(({ id }) => id),
  );
  return files.map(({ id, recordId, kind, name, description, decorative, credit, licence }) => ({
    id,
    recordId,
    kind,
    name,
    description,
    decorative,
    credit,
    licence,
    sizes: sizes.get(id) ?? [],
  }));
}

export async function sizesOf(context: Context, ids: readonly Id[]) {
  if (ids.length === 0) return new Map<Id, AttachmentShown['sizes']>();
  const rows = await context.db
    .selectFrom('attachment_file as content')
    .innerJoin('stored_file as stored', 'stored.id', 'content.file_id')
    .select(['content.attachment_id', 'content.width', 'content.height', 'stored.size as bytes'])
    .where('content.territory_id', '=', context.territoryId)
    .where('stored.territory_id', '=', context.territoryId)
    .where('content.attachment_id', 'in', ids)
    .orderBy('content.width')
    .execute();
  const sizes = new Map<Id, AttachmentShown['sizes']>();
  for (const { attachment_id: id, ...size } of rows) sizes.set(id, [...(sizes.get(id) ?? []), size]);
  return sizes;
}

/** The stored bytes of one content of a file. */
export async function findContent(
  context: Context,
  where: { attachmentId: Id; width: number },
): Promise<{ fileId: Id; size: number; sha256: Buffer | null } | undefined> {
  return context.db
    .selectFrom('attachment_file as content')
    .innerJoin('stored_file as stored', 'stored.id', 'content.file_id')
    .select(['stored.id as fileId', 'stored.size', 'stored.sha256'])
    .where('content.territory_id', '=', context.territoryId)
    .where('stored.territory_id', '=', context.territoryId)
    .where('content.attachment_id', '=', where.attachmentId)
    .where('content.width', '=', where.width)
    .executeTakeFirst();
}

/** Writes what is said of a file, and whether it is shown. */
export async function updateAttachment(
  context: Context,
  id: Id,
  values: Partial<FileDescription> & { attachedAt?: Date; removedAt?: Date | null },
): Promise<void> {
  const { attachedAt, removedAt, ...description } = values;
  await context.db
    .updateTable('attachment')
    .set({
      ...description,
      ...(attachedAt && { attached_at: attachedAt }),
      ...(removedAt !== undefined && { removed_at: removedAt }),
    })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

export async function writeOrder(context: Context, recordId: Id, ids: readonly Id[]): Promise<void> {
  for (const [index, id] of ids.entries()) {
    await context.db
      .updateTable('attachment')
      .set({ position: index + 1 })
      .where('territory_id', '=', context.territoryId)
      .where('record_id', '=', recordId)
      .where('id', '=', id)
      .execute();
  }
}

/** The files of a record that the actor sent and did not describe yet. */
export async function undescribedOf(context: Context, recordId: Id): Promise<Attachment[]> {
  if (!context.actor.personId) return [];
  return context.db
    .selectFrom('attachment')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .where('created_by', '=', context.actor.personId)
    .where('attached_at', 'is', null)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** Marks the record as changed, so that whoever asks what changed since a moment is given it. */
export async function touchRecord(context: Context, recordId: Id): Promise<void> {
  await context.db
    .updateTable('record')
    .set({ updated_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', recordId)
    .execute();
}
