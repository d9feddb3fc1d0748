import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { checkAddress, mailLink } from '#modules/accounts/index.server.ts';
import { makeConsentLink } from './consent-link.server.ts';
import { findContact } from './contact-store.server.ts';
import { type ShownContact, messageShape, shownContact } from './contact.ts';
import { findPractice } from './practice-store.server.ts';

/** A room may write; a program may not write to everyone. */
const messagesOfPlace: Limit = { name: 'contact-place', most: 5, minutes: 60 };
/** Nobody's mailbox is flooded by many places either. */
const messagesToPractice: Limit = { name: 'contact-practice', most: 20, minutes: 24 * 60 };

/** What everyone may know of the person to reach for a practice; null until that person agrees. */
export async function readShownContact(context: Context, recordId: string): Promise<ShownContact | null> {
  return shownContact(await findContact(context, recordId));
}

/** A message as it was typed. */
export interface TypedMessage {
  name: string;
  email: string;
  message: string;
}

export type WriteRefusal = { code: 'not-found' | 'too-many' } | { code: 'invalid'; problems: FieldProblem[] };

/**
 * Sends a message to the person of a practice who agreed to be written to. Their address is shown to nobody; answers go
 * to whoever writes, and the mail says who writes, why it comes, and how to receive no more.
 *
 * @param request.path where one answers for oneself, to which the link's token is added
 */
export async function writeToContact(
  context: Context,
  request: {
    recordId: string;
    typed: TypedMessage;
    /** Of the client on the network, as trusted proxies give it. */
    address: string;
    path: string;
    mail: (message: TypedMessage) => { subject: string; body: (link: string) => string };
  },
): Promise<Result<undefined, WriteRefusal>> {
  const { recordId, typed, address } = request;
  const read = messageShape.safeParse(typed);
  return inTransaction(context.db, async (db): Promise<Result<undefined, WriteRefusal>> => {
    const inside = { ...context, db };
    const practice = await findPractice(inside, { id: recordId });
    const contact = practice && (await findContact(inside, recordId));
    if (!contact || !shownContact(contact)?.canBeWritten) return err({ code: 'not-found' });
    if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
    if (!(await takeTurn(inside, messagesOfPlace, placeOfAddress(address)))) return err({ code: 'too-many' });
    if (!(await takeTurn(inside, messagesToPractice, recordId))) return err({ code: 'too-many' });
    const to = await checkAddress(inside, contact.email);
    if (!to.ok) return err({ code: 'too-many' });
    const token = await makeConsentLink(inside, recordId, contact.email);
    const mail = request.mail(read.data);
    const path = `${request.path}/${token}`;
    await mailLink(inside, { to: to.value, mail, path, replyTo: read.data.email });
    return ok();
  });
}
