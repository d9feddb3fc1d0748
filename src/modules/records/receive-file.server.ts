import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { documentType, signatureBytes } from '#kernel/files/document-type.ts';
import { safeFileName } from '#kernel/files/file-name.ts';
import { type PictureRefusal, preparePicture } from '#kernel/files/prepare-picture.server.ts';
import { bytesStored, storeFile } from '#kernel/files/stored-files.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type Attachment, canChangeFiles, fileLimits, takesFiles } from './attachment.ts';
import { insertAttachment, lockFilesOf } from './attachment-store.server.ts';
import { countFiles, receivedSince } from './file-share-store.server.ts';
import { findRecord } from './record-store.server.ts';

/** A file as it was sent. */
export interface SentFile {
  name: string;
  /** In bytes. */
  size: number;
  bytes(): Promise<Uint8Array>;
}

export type ReceiveError =
  | PictureRefusal
  | {
      code:
        | 'not-found'
        | 'not-allowed'
        | 'file-empty'
        | 'file-too-large'
        | 'file-not-accepted'
        | 'too-many-files'
        | 'sent-enough-today'
        | 'no-room-left';
    };

/**
 * Takes a picture for a record. It is made anew in a few sizes, which are all that is kept: what its file told beside
 * the pixels (place, date, device) is never written anywhere. It waits for its description before anyone else sees it.
 */
export async function receivePicture(
  context: Context,
  sent: { recordId: string; file: SentFile },
): Promise<Result<Id, ReceiveError>> {
  const { file } = sent;
  const allowed = await mayReceive(context, { ...sent, limit: fileLimits.picture });
  if (!allowed.ok) return allowed;
  const prepared = await preparePicture(await file.bytes());
  if (!prepared.ok) return prepared;
  return keepFile(context, {
    recordId: allowed.value,
    kind: 'picture',
    name: safeFileName(file.name, 'image'),
    mediaType: 'image/webp',
    received: file.size,
    contents: prepared.value,
  });
}

/** Takes a document for a record, as it is; it waits for its description before anyone else sees it. */
export async function receiveDocument(
  context: Context,
  sent: { recordId: string; file: SentFile },
): Promise<Result<Id, ReceiveError>> {
  const { file } = sent;
  const allowed = await mayReceive(context, { ...sent, limit: fileLimits.document });
  if (!allowed.ok) return allowed;
  const bytes = await file.bytes();
  const name = safeFileName(file.name, 'document');
  const mediaType = documentType(name, bytes.subarray(0, signatureBytes));
  if (!mediaType) return err({ code: 'file-not-accepted' });
  return keepFile(context, {
    recordId: allowed.value,
    kind: 'document',
    name,
    mediaType,
    received: file.size,
    contents: [{ width: 0, height: 0, bytes }],
  });
}

/** The record that the file is for, when the actor may add one of that size to it. */
async function mayReceive(
  context: Context,
  sent: { recordId: string; file: SentFile; limit: number },
): Promise<Result<Id, ReceiveError>> {
  const record = await findRecord(context, { id: sent.recordId });
  if (!record || !takesFiles(record.kind)) return err({ code: 'not-found' });
  if (!canChangeFiles(context.actor, record)) return err({ code: 'not-allowed' });
  if (sent.file.size === 0) return err({ code: 'file-empty' });
  if (sent.file.size > sent.limit) return err({ code: 'file-too-large' });
  const yesterday = new Date(context.clock.now().getTime() - 86_400_000);
  if ((await receivedSince(context, yesterday)) + sent.file.size > fileLimits.perDay) {
    return err({ code: 'sent-enough-today' });
  }
  return ok(record.id);
}

interface Received {
  recordId: Id;
  kind: Attachment['kind'];
  name: string;
  mediaType: string;
  received: number;
  contents: readonly { width: number; height: number; bytes: Uint8Array }[];
}

/** Whether the territory has room for so many bytes more. */
export async function hasRoomFor({ db, territoryId }: Context, bytes: number): Promise<boolean> {
  return (await bytesStored(db, territoryId)) + bytes <= fileLimits.perTerritory;
}

/** Writes the contents of a file that waits for its description. */
export async function keepFile(context: Context, file: Received): Promise<Result<Id, ReceiveError>> {
  return inTransaction<Result<Id, ReceiveError>>(context.db, async (db) => {
    const inside = { ...context, db };
    await lockFilesOf(inside, file.recordId);
    if ((await countFiles(inside, file.recordId)) >= fileLimits.perRecord) {
      return err({ code: 'too-many-files' });
    }
    const weight = file.contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (!(await hasRoomFor(inside, weight))) return err({ code: 'no-room-left' });
    const contents = [];
    for (const { width, height, bytes } of file.contents) {
      const stored = await storeFile(inside, [bytes], fileLimits.picture);
      if (!stored.ok) throw new Error(`A content of ${bytes.length} bytes was ${stored.error.code}`);
      contents.push({ fileId: stored.value.id, width, height });
    }
    const id = newId();
    await insertAttachment(inside, { ...file, id, contents });
    return ok(id);
  });
}
