import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import { appendToJournal, setAsidePersonalValue } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type LinkMail, type MailRefusal, checkAddress, mailLink } from '#modules/accounts/index.server.ts';
import { can } from '#modules/records/index.ts';
import { makeContactMarks } from './contact-marks.server.ts';
import { findContact, isEmptyContact, lockContact, markAsked, saveContacts } from './contact-store.server.ts';
import { type KeptContact, contactShape } from './contact.ts';
import { consentMinutes, makeConsentLink } from './consent-link.server.ts';
import type { PracticeContact } from './practice.ts';
import { findPractice } from './practice-store.server.ts';

type Refused<Code extends string> = { code: Code };
export type ContactRefusal = Refused<'not-found' | 'not-allowed' | 'sign-in-first'>;

/** The contact of a practice as the person who asks may know it. */
export interface ContactSeen {
  /** Null when there is none, and for those who may not read it. */
  contact: KeptContact | null;
  isKnown: boolean;
  mayRead: boolean;
  /** Whoever is signed in may give one where there is none; afterwards it is for facilitators. */
  mayWrite: boolean;
}

export async function readContact(
  context: Context,
  recordId: string,
): Promise<Result<ContactSeen, ContactRefusal>> {
  const practice = await findPractice(context, { id: recordId });
  if (!practice) return err({ code: 'not-found' });
  if (!can(context.actor, 'edit', practice.record)) return err(refusalOf(context));
  const found = await findContact(context, practice.record.id);
  const mayRead = hasRole(context.actor, 'facilitator');
  const isKnown = found !== undefined;
  return ok({ contact: (mayRead && found) || null, isKnown, mayRead, mayWrite: mayRead || !isKnown });
}

/**
 * Writes down whom to reach for a practice, in private: a third person typed it. Other details than those that were
 * agreed to are private again. All empty takes the contact away.
 */
export async function saveContact(
  context: Context,
  given: { recordId: string; input: { name: string; email: string; phone: string } },
): Promise<Result<undefined, ContactRefusal | { code: 'invalid'; problems: FieldProblem[] }>> {
  const read = contactShape.safeParse(given.input);
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await lockContact(inside, given.recordId);
    const seen = await readContact(inside, given.recordId);
    if (!seen.ok) return seen;
    if (!seen.value.mayWrite) return err({ code: 'not-allowed' });
    if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
    const before = seen.value.contact ?? undefined;
    const marks = await makeContactMarks(db);
    if (marks(before) === marks(read.data)) return ok();
    await saveContacts(inside, [{ recordId: given.recordId, contact: read.data }]);
    await tell(inside, given.recordId, { before, after: read.data });
    return ok();
  });
}

/** The journal holds references to both contacts, so that they can be erased. */
async function tell(
  inside: Context,
  recordId: Id,
  { before, after }: { before: PracticeContact | undefined; after: PracticeContact },
): Promise<void> {
  const aside = async (contact: PracticeContact | undefined): Promise<Json> => {
    if (!contact || isEmptyContact(contact)) return null;
    const { name, email, phone } = contact;
    return setAsidePersonalValue(inside, { personId: null, value: { name, email, phone } });
  };
  await appendToJournal(inside, {
    recordId,
    action: 'practice.contact-written',
    changes: { contact: { before: await aside(before), after: await aside(after) } },
  });
}

/** In hours: how long one waits before asking the same person again. */
const askAgainHours = 24;

/** Asks the person concerned, by mail, what may be shown of their details. For facilitators. */
export async function askConsent(
  context: Context,
  request: { recordId: string; path: string; mail: LinkMail },
): Promise<
  Result<undefined, ContactRefusal | Refused<MailRefusal['code'] | 'no-address' | 'asked-already'>>
> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await lockContact(inside, request.recordId);
    const seen = await readContact(inside, request.recordId);
    if (!seen.ok) return seen;
    const { contact, mayRead } = seen.value;
    if (!mayRead) return err({ code: 'not-allowed' });
    if (!contact?.email) return err({ code: 'no-address' });
    const hours = contact.askedAt && (context.clock.now().getTime() - contact.askedAt.getTime()) / 3_600_000;
    if (hours !== null && hours < askAgainHours) return err({ code: 'asked-already' });
    const address = await checkAddress(inside, contact.email);
    if (!address.ok) return address;
    const token = await makeConsentLink(inside, request.recordId, contact.email);
    const path = `${request.path}/${token}`;
    await mailLink(inside, { to: address.value, mail: request.mail, path, renewMinutes: consentMinutes });
    await markAsked(inside, request.recordId);
    await appendToJournal(inside, { recordId: request.recordId, action: 'practice.contact-asked' });
    return ok();
  });
}

function refusalOf({ actor }: Context): Refused<'not-allowed' | 'sign-in-first'> {
  return { code: actor.personId === null ? 'sign-in-first' : 'not-allowed' };
}
