import type { Context } from '#kernel/context.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import { safeFileName } from '#kernel/files/file-name.ts';
import { type PictureSize, preparePicture } from '#kernel/files/prepare-picture.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err } from '#kernel/result.ts';
import { type FileDescription, descriptionShape, fileLimits } from './attachment.ts';
import { undescribedOf, updateAttachment } from './attachment-store.server.ts';
import { describeFile } from './manage-files.server.ts';
import { type ReceiveError, type SentFile, hasRoomFor, keepFile } from './receive-file.server.ts';

/** A picture that comes with a proposal, and what is said of it. */
export interface ProposedPicture {
  file: SentFile;
  about: FileDescription;
}

/** What is wrong with it: the file, what is said of it, or both. */
export interface PictureProblems {
  file: ReceiveError['code'] | null;
  about: FieldProblem[];
}

/** What can be told of a picture before it is read; null when nothing is wrong so far. */
export function problemsOfPicture({ file, about }: ProposedPicture): PictureProblems | null {
  const read = descriptionShape('picture').safeParse(about);
  const size = file.size === 0 ? 'file-empty' : file.size > fileLimits.picture ? 'file-too-large' : null;
  if (read.success && size === null) return null;
  return { file: size, about: read.success ? [] : problemsOf(read.error) };
}

/** A picture made anew in a few sizes, without what its file told beside the pixels; or why it cannot be. */
export async function makeProposedPicture(
  context: Context,
  { file }: ProposedPicture,
): Promise<Result<PictureSize[], ReceiveError>> {
  const hasRoom = await hasRoomFor(context, file.size);
  return hasRoom ? preparePicture(await file.bytes()) : err({ code: 'no-room-left' });
}

/** Lets a picture wait with the draft it was proposed with: only its author sees it, and only once the draft is published. */
export async function keepProposedPicture(
  author: Context,
  recordId: Id,
  { file, about, sizes }: ProposedPicture & { sizes: readonly PictureSize[] },
): Promise<void> {
  const kept = await keepFile(author, {
    recordId,
    kind: 'picture',
    name: safeFileName(file.name, 'image'),
    mediaType: 'image/webp',
    received: file.size,
    contents: sizes,
  });
  // A draft has no other file, and there was room a moment ago: the whole proposal is taken back.
  if (!kept.ok) throw new Error(`The picture of a proposal was ${kept.error.code}`);
  await updateAttachment(author, kept.value, descriptionShape('picture').parse(about));
}

/** What is said of the pictures that wait with a draft, for whoever its link was sent to. */
export async function picturesWaiting(author: Context, recordId: Id): Promise<FileDescription[]> {
  return (await undescribedOf(author, recordId)).filter(({ description }) => description !== '');
}

/** Shows the pictures that waited with a draft, once it is published: told in its history, as any that is added. */
export async function attachPictures(author: Context, recordId: Id): Promise<void> {
  for (const { id, description, decorative, credit, licence } of await undescribedOf(author, recordId)) {
    const about = { description, decorative, credit, licence };
    await describeFile(author, { recordId, id }, about);
  }
}
