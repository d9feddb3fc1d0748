import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { deleteFile, readCompanions, readFilePieces } from './import-file-store.server.ts';
import { findRun, takeImportTurn, updateRun } from './import-run-store.server.ts';
import { importsWithFile } from './personal-data-store.server.ts';

/** Deletes the received files that name one of these addresses. Those that were not imported yet are abandoned with them. */
export async function forgetFilesTelling(inside: Context, emails: readonly string[]): Promise<void> {
  const telling = await importsTelling(inside, emails);
  // An import under way reads its file piece by piece, and would end halfway.
  if (telling.length > 0) await takeImportTurn(inside.db, inside.territoryId);
  for (const id of telling) await giveUpFile(inside, id);
}

async function importsTelling(inside: Context, emails: readonly string[]): Promise<Id[]> {
  const telling: Id[] = [];
  for (const id of await importsWithFile(inside)) {
    if (await tells(everyPiece(inside, id), emails)) telling.push(id);
  }
  return telling;
}

async function* everyPiece(inside: Context, id: Id): AsyncGenerator<Buffer> {
  yield* readFilePieces(inside, id);
  for (const { bytes } of await readCompanions(inside, id)) yield Buffer.from(bytes);
}

/** Whether a file names one of these addresses, be it in UTF-8, in a single-byte encoding or in UTF-16. */
async function tells(pieces: AsyncIterable<Buffer>, emails: readonly string[]): Promise<boolean> {
  let tail = '';
  for await (const piece of pieces) {
    // Letters of an address are ASCII; UTF-16 writes a zero beside each.
    const text = tail + piece.toString('latin1').replaceAll('\0', '').toLowerCase();
    if (emails.some((email) => text.includes(email))) return true;
    tail = text.slice(-longestAddress);
  }
  return false;
}

/** Characters of an address (RFC 5321). */
const longestAddress = 254;

/** A file is only kept so that it can be imported, or looked at again: it can be sent anew without this person. */
async function giveUpFile(inside: Context, id: Id): Promise<void> {
  const run = await findRun(inside, id);
  await deleteFile(inside, id);
  const isPending = ['received', 'checking', 'checked', 'refused'].includes(run?.state ?? '');
  if (isPending) await updateRun(inside, id, { state: 'abandoned', report: null });
}
