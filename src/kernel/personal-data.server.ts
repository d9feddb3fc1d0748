import { forgetUses } from './limits.server.ts';
import {
  deleteMailsTo,
  entriesBy,
  erasePersonalValues,
  mailsTo,
  renameInJournal,
  renameInMails,
  valuesOf,
} from './personal-data-store.server.ts';
import type { PersonalDataPart } from './personal-data.ts';

/**
 * Mails, the journal, and what is counted for a while. The entries of the journal stay, with the number of who made
 * them, which leads to nobody any more.
 *
 * @param unshown fields of the journal that hold what others entrusted: they are not the person's to take away
 */
export function kernelPersonalData({ unshown }: { unshown: readonly string[] }): PersonalDataPart {
  return {
    tell: (context, person) => [
      {
        name: 'changes',
        columns: ['at', 'action', 'record', 'changes'],
        rows: () => entriesBy(context, person.id, unshown),
      },
      { name: 'former-values', columns: ['value'], rows: () => valuesOf(context, person.id) },
      {
        name: 'mails',
        columns: ['at', 'recipient', 'subject', 'body', 'state', 'sent_at'],
        rows: () => mailsTo(context, person.emails),
      },
    ],
    async forget(inside, person, { someone }) {
      await deleteMailsTo(inside, person.emails);
      await renameInMails(inside, person.name, someone);
      await erasePersonalValues(inside, person);
      await renameInJournal(inside, person.name, someone);
      await forgetUses(inside, [person.id, ...person.emails]);
    },
  };
}
