import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { forgetFilesTelling } from './forget-files.server.ts';
import { addressMark } from './confirmation-store.server.ts';
import type { Context } from '#kernel/context.ts';
import {
  confirmationsOf,
  contactsAt,
  forgetConfirmations,
  deleteContactsAt,
  importsBy,
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
      name: 'confirmations',
      columns: ['record', 'at', 'answer'],
      rows: async () => confirmationsOf(context, id, await marksOf(context, emails)),
    },
    {
      name: 'imports',
      columns: ['name', 'source', 'state', 'at'],
      rows: () => importsBy(context, id),
    },
  ],
  async forget(inside, { id, name, emails }, { someone }) {
    await forgetFilesTelling(inside, emails);
    // What an import remembers of a contact outlives it (`contact-marks`): the same file does not bring it back.
    await deleteContactsAt(inside, emails);
    await forgetConfirmations(inside, id, await marksOf(inside, emails));
    await renameCarrier(inside, name, someone);
  },
};

function marksOf(context: Context, emails: readonly string[]): Promise<string[]> {
  return Promise.all(emails.map((email) => addressMark(context, email)));
}
