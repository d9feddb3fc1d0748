import { type Context, visitor } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { SignedLinkError } from '#kernel/signed-links.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { standingRecords } from '#modules/records/index.server.ts';
import { mergedTogether, readConsentLink } from './consent-link.server.ts';
import {
  eraseContactValues,
  findContacts,
  lockContact,
  saveContacts,
  writeChoice,
} from './contact-store.server.ts';
import { type ContactAnswer, type KeptContact, isContactAnswer } from './contact.ts';
import { forgetFilesTelling } from './forget-files.server.ts';
import { findPractice } from './practice-store.server.ts';

export type ConsentRefusal = SignedLinkError | { code: 'not-found' };

/** What opening the link shows to the person concerned: the practice, and what is kept of them. Nothing is changed. */
export async function showConsent(
  context: Context,
  token: string,
): Promise<Result<{ record: RecordCore; contact: KeptContact }, ConsentRefusal>> {
  const link = await readConsentLink(context, token);
  if (!link.ok) return link;
  // Whatever the practice has become, they may have a word about their own details.
  const reader: Context = { ...context, actor: { personId: null, role: 'facilitator' } };
  const { recordId } = link.value;
  const standing = (await standingRecords(reader, [recordId])).get(recordId) ?? recordId;
  const practice = await findPractice(reader, { id: standing });
  return practice ? ok({ record: practice.record, contact: link.value.contact }) : err({ code: 'not-found' });
}

/**
 * What the person concerned chose, with the words they read. They may choose otherwise by the same link, until the details
 * are deleted: then nothing of them is kept, and an import of the same file does not bring them back.
 */
export async function answerConsent(
  context: Context,
  answer: { token: string; choice: string; words: string },
): Promise<Result<ContactAnswer, ConsentRefusal | { code: 'unclear-choice' }>> {
  return inTransaction(context.db, async (db) => {
    // Whoever reads the address answers: not whom this browser is signed in as.
    const inside = { ...context, db, actor: visitor };
    const first = await readConsentLink(inside, answer.token);
    if (!first.ok) return first;
    const { recordId } = first.value;
    await lockContact(inside, recordId);
    const link = await readConsentLink(inside, answer.token);
    if (!link.ok) return link;
    const { choice, words } = answer;
    if (!isContactAnswer(choice)) return err({ code: 'unclear-choice' });
    if (choice === 'delete') {
      await forgetContact(inside, recordId, first.value.contact.email.toLowerCase());
    } else {
      await writeChoice(inside, recordId, { choice, words });
    }
    await appendToJournal(inside, { recordId, action: actions[choice] });
    return ok(choice);
  });
}

/** Nothing is kept of that address: here, in what was merged with this practice, in the journal and in received files. */
async function forgetContact(inside: Context, recordId: Id, email: string): Promise<void> {
  const together = await mergedTogether(inside, recordId);
  const contacts = await findContacts(inside, together);
  const same = together.filter((id) => id === recordId || contacts.get(id)?.email.toLowerCase() === email);
  const empty = { name: '', email: '', phone: '' };
  await saveContacts(
    inside,
    same.map((id) => ({ recordId: id, contact: empty })),
  );
  await eraseContactValues(inside, together);
  await forgetFilesTelling(inside, [email]);
}

const actions: Record<ContactAnswer, string> = {
  public: 'practice.contact-shown',
  private: 'practice.contact-kept-private',
  delete: 'practice.contact-deleted',
};
