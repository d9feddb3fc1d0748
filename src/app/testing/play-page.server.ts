import sharp from 'sharp';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Result } from '#kernel/result.ts';
import { startFollowing } from '#modules/news/index.server.ts';
import { emptyPageForm } from '#modules/records/index.ts';
import { describeFile, receiveDocument, receivePicture, writePage } from '#modules/records/index.server.ts';

/** A knowledge page with a picture and a document, which someone else follows. */
export interface PlayedPage {
  id: Id;
  title: string;
  /** A phrase of its text. */
  says: string;
  picture: { id: Id; description: string };
  document: { id: Id; text: string };
}

const note = { title: 'Ouvrir la salle sans stress', says: 'La clé est chez Maël, œil ouvert.' };
const minutes = 'Présent·es : Zoé, Maël.\nÀ refaire en avril.\n';
const told = { credit: 'Camille Riou', licence: 'CC-BY-SA-4.0', decorative: false };

/** Has one person write the page and put files on it, and another follow it. */
export async function playPage(author: Context, follower: Context): Promise<PlayedPage> {
  const input = {
    ...emptyPageForm,
    title: note.title,
    body: `## Avant\n\n${note.says}`,
    tags: 'salle, clés',
  };
  const { id, shortId } = done(await writePage(author, { input }));
  const description = 'Une salle vide, trois chaises';
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#17586a' } })
    .jpeg()
    .toBuffer();
  const pictureId = done(await receivePicture(author, { recordId: id, file: sent('salle.jpg', picture) }));
  done(await describeFile(author, { recordId: id, id: pictureId }, { ...told, description }));
  const text = Buffer.from(minutes);
  const documentId = done(await receiveDocument(author, { recordId: id, file: sent('rencontre.txt', text) }));
  done(
    await describeFile(
      author,
      { recordId: id, id: documentId },
      { ...told, description: 'Compte rendu de mars' },
    ),
  );
  done(await startFollowing(follower, { name: { shortId }, locale: 'fr' }));
  return {
    id,
    ...note,
    picture: { id: pictureId, description },
    document: { id: documentId, text: minutes },
  };
}

function sent(name: string, bytes: Uint8Array) {
  return { name, size: bytes.length, bytes: () => Promise.resolve(bytes) };
}

/** What was played; a step that is refused is a broken scene. */
export function done<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`The scene could not be played: ${result.error.code}`);
  return result.value;
}
