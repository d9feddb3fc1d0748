import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { forgetFilesTelling } from './forget-files.server.ts';
import { contactsAt, deleteContactsAt, importsBy, renameCarrier } from './personal-data-store.server.ts';

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
    await forgetFilesTelling(inside, emails);
    // What an import remembers of a contact outlives it (`contact-marks`): the same file does not bring it back.
    await deleteContactsAt(inside, emails);
    await renameCarrier(inside, name, someone);
  },
};
