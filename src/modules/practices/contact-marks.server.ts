import { createHmac } from 'node:crypto';
import type { Database } from '#kernel/database.server.ts';
import { canonicalJson } from '#kernel/json.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import { isEmptyContact } from './contact-store.server.ts';
import type { PracticeContact } from './practice.ts';

/** Says whether two contacts are the same without keeping either; empty for none. */
export type ContactMarks = (contact: PracticeContact | undefined) => string;

/**
 * What an import remembers of a contact. It outlives the contact itself: when someone asks to be forgotten, the next
 * import of the same file does not bring them back. Keyed, so that nobody can guess telephone numbers from it.
 */
export async function makeContactMarks(db: Database): Promise<ContactMarks> {
  const secret = await secretNamed(db, 'import-contacts');
  return (contact) => {
    if (!contact || isEmptyContact(contact)) return '';
    const { name, email, phone } = contact;
    return createHmac('sha256', secret).update(canonicalJson({ name, email, phone })).digest('base64url');
  };
}
