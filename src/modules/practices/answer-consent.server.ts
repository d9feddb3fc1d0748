import { type Context, visitor } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { SignedLinkError } from '#kernel/signed-links.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { readConsentLink } from './consent-link.server.ts';
import { eraseContactValues, lockContact, saveContacts, writeChoice } from './contact-store.server.ts';
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
  const practice = await findPractice(reader, { id: link.value.recordId });
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
      await saveContacts(inside, [{ recordId, contact: { name: '', email: '', phone: '' } }]);
      await eraseContactValues(inside, recordId);
      await forgetFilesTelling(inside, [first.value.contact.email.toLowerCase()]);
    } else {
      await writeChoice(inside, recordId, { choice, words });
    }
    await appendToJournal(inside, { recordId, action: actions[choice] });
    return ok(choice);
  });
}

const actions: Record<ContactAnswer, string> = {
  public: 'practice.contact-shown',
  private: 'practice.contact-kept-private',
  delete: 'practice.contact-deleted',
};
