import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { deleteFile, readFilePieces } from './import-file-store.server.ts';
import { findRun, takeImportTurn, updateRun } from './import-run-store.server.ts';
import {
  contactsAt,
  deleteContactsAt,
  importsBy,
  importsWithFile,
  renameCarrier,
} from './personal-data-store.server.ts';

/** Where someone is the one to reach for a practice, the files they imported, and the files that hold their address. */
export const practicePersonalData: PersonalDataPart = {
  tell: (context, { id, emails }) => [
    {
      name: 'contacts',
      columns: ['record', 'name', 'email', 'phone'],
      rows: () => contactsAt(context, emails),
    },
    {
      name: 'imports',
      columns: ['name', 'source', 'state', 'at'],
      rows: () => importsBy(context, id),
    },
  ],
  async forget(inside, { name, emails }, { someone }) {
    const telling = await importsTelling(inside, emails);
    // An import under way reads its file piece by piece, and would end halfway.
    if (telling.length > 0) await takeImportTurn(inside.db, inside.territoryId);
    for (const id of telling) await giveUpFile(inside, id);
    // What an import remembers of a contact outlives it (`contact-marks`): the same file does not bring it back.
    await deleteContactsAt(inside, emails);
    await renameCarrier(inside, name, someone);
  },
};

async function importsTelling(inside: Context, emails: readonly string[]): Promise<Id[]> {
  const telling: Id[] = [];
  for (const id of await importsWithFile(inside)) {
    if (await tells(readFilePieces(inside, id), emails)) telling.push(id);
  }
  return telling;
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
