import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { readFile } from '#kernel/files/stored-files.server.ts';
import { type AttachmentShown, type Cover, contentPath } from './attachment.ts';
import {
  attachmentsOf,
  findAttachment,
  findContent,
  sizesOf,
  undescribedOf,
} from './attachment-store.server.ts';
import { isSeen } from './manage-files.server.ts';
import type { RecordCore } from './record.ts';

/** The files that a record shows, in their order: the caller has found the record. */
export async function readFiles(context: Context, recordId: Id): Promise<AttachmentShown[]> {
  const files = await attachmentsOf(context, [recordId]);
  return files.map(({ recordId: _, ...file }) => file);
}

/** The files that each of these records shows; a record without any has no entry. The caller has found the records. */
export async function filesOf(
  context: Context,
  recordIds: readonly Id[],
): Promise<Map<Id, AttachmentShown[]>> {
  return Map.groupBy(await attachmentsOf(context, recordIds), ({ recordId }) => recordId);
}

/** The files of a record that the actor sent and still has to describe. */
export async function readUndescribed(context: Context, recordId: Id): Promise<{ id: Id; name: string }[]> {
  const files = await undescribedOf(context, recordId);
  return files.map(({ id, name }) => ({ id, name }));
}

/** One file of a record, for whoever may say what it is; undefined when there is none, or no longer. */
export async function readFileOf(
  context: Context,
  where: { recordId: Id; id: string },
): Promise<(AttachmentShown & { isShown: boolean }) | undefined> {
  const file = await findAttachment(context, where);
  if (!file || file.removedAt || !isSeen(context, file)) return undefined;
  const sizes = await sizesOf(context, [file.id]);
  const { id, kind, name, description, decorative, credit, licence } = file;
  return {
    id,
    kind,
    name,
    description,
    decorative,
    credit,
    licence,
    sizes: sizes.get(id) ?? [],
    isShown: file.attachedAt !== null,
  };
}

/**
 * The first picture of each of these records, at its smallest; a record without one has no entry. The caller has found
 * the records.
 */
export async function coversOf(
  context: Context,
  records: readonly Pick<RecordCore, 'id' | 'shortId'>[],
): Promise<Map<Id, Cover>> {
  const shortIds = new Map(records.map(({ id, shortId }) => [id, shortId]));
  const covers = new Map<Id, Cover>();
  for (const { recordId, ...file } of await attachmentsOf(context, [...shortIds.keys()])) {
    const [smallest] = file.sizes;
    if (file.kind !== 'picture' || !smallest || covers.has(recordId)) continue;
    const { width, height } = smallest;
    const src = contentPath(shortIds.get(recordId) ?? '', file, width);
    covers.set(recordId, { src, width, height });
  }
  return covers;
}

/** What a file's address gives. */
export interface OpenFile {
  kind: 'picture' | 'document';
  name: string;
  mediaType: string;
  size: number;
  /** SHA-256 of the bytes, in base 64 for addresses: two contents that share it are the same. */
  digest: string;
  /** Whether everyone may see it: it is described, and so may be kept by those in between. */
  isShown: boolean;
  read(): ReadableStream<Uint8Array>;
}

/**
 * One content of a file: the caller has found its record as the actor sees it. Undefined for what is removed, for what
 * somebody else has not described yet, and for what does not exist.
 */
export async function openFile(
  context: Context,
  where: { recordId: Id; id: string; width: number },
): Promise<OpenFile | undefined> {
  const file = await findAttachment(context, where);
  if (!file || file.removedAt || !isSeen(context, file)) return undefined;
  const content = await findContent(context, { attachmentId: file.id, width: where.width });
  if (!content?.sha256) return undefined;
  const { db, territoryId } = context;
  return {
    kind: file.kind,
    name: file.name,
    mediaType: file.mediaType,
    size: content.size,
    digest: content.sha256.toString('base64url'),
    isShown: file.attachedAt !== null,
    read: () => readFile(db, { territoryId, id: content.fileId }),
  };
}
