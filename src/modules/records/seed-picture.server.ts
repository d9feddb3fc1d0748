import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { PictureSize } from '#kernel/files/prepare-picture.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { FileDescription } from './attachment.ts';
import { describeFile } from './manage-files.server.ts';
import { keepFile } from './receive-file.server.ts';

/**
 * Puts a picture of a demonstration on its record, in sizes that were made beforehand: what `receivePicture` would make of
 * it and `describeFile` would tell.
 */
export function seedPicture(
  context: Context,
  picture: { recordId: Id; name: string; contents: readonly PictureSize[] } & Omit<
    FileDescription,
    'decorative'
  >,
): Promise<void> {
  const { recordId, name, contents, ...said } = picture;
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const received = contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const file = { recordId, kind: 'picture', name, mediaType: 'image/webp', received, contents } as const;
    const kept = await keepFile(inside, file);
    const told =
      kept.ok && (await describeFile(inside, { recordId, id: kept.value }, { ...said, decorative: false }));
    if (!told || !told.ok) throw new Error(`The picture ${name} of the demonstration was refused`);
  });
}
