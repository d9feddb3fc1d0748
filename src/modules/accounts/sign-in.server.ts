import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Limit, isWithin, noteUse, takeTurn } from '#kernel/limits.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import type { Id } from '#kernel/ids.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type SignedLinkError,
  makeSignedLink,
  readSignedLink,
  useSignedLink,
} from '#kernel/signed-links.server.ts';
import { joinTerritory } from './role-holder-store.server.ts';
import { type Person, emailShape, nameShape, normaliseEmail } from './person.ts';
import {
  findActivePerson,
  findOrCreatePerson,
  findPerson,
  grantRole,
  lockAddress,
  proveEmail,
  readsAddress,
  renamePerson,
  roleOf,
} from './person-store.server.ts';

const signInPurpose = 'sign-in';
const ownerPurpose = 'become-owner';
const signInMinutes = 30;
/** Mails with a link that one address may be sent, so that nobody floods a mailbox. */
const mailsToAddress: Limit = { name: 'mail-to-address', most: 5, minutes: 30 };
/** Mails that one place of the network may ask for: a whole room may sign in, a program may not write to a whole town. */
const mailsFromPlace: Limit = { name: 'mail-from-place', most: 60, minutes: 30 };

/** How a mail is worded, left to the caller: the words live in the messages. */
export interface LinkMail {
  subject: string;
  body: (link: string) => string;
}

export interface MailRefusal {
  code: 'email-invalid' | 'too-many-mails' | 'too-many-here';
}

/**
 * The address as we write it, if one more mail may be sent to it. To be called in the transaction that sends the mail.
 */
export async function checkAddress(context: Context, address: string): Promise<Result<string, MailRefusal>> {
  const email = normaliseEmail(address);
  if (!emailShape.safeParse(email).success) return err({ code: 'email-invalid' });
  await lockAddress(context.db, email);
  return (await isWithin(context, mailsToAddress, email)) ? ok(email) : err({ code: 'too-many-mails' });
}

/** Counts one more mail to an address, in the transaction that sends it: {@link mailLink} does so by itself. */
export function noteMailTo(context: Context, email: string): Promise<void> {
  return noteUse(context, mailsToAddress, email);
}

/**
 * Counts one more mail asked for from a place of the network; false when it asked for too many.
 *
 * @param address of the client, as trusted proxies give it; undefined for what is not asked over the network
 */
export function mayAskFrom(context: Context, address: string | undefined): Promise<boolean> {
  if (address === undefined) return Promise.resolve(true);
  return takeTurn(context, mailsFromPlace, placeOfAddress(address));
}

/** The person who has that address, known or new, if one more mail may be sent to it, in the same transaction. */
export async function personFor(
  context: Context,
  address: string,
): Promise<Result<{ id: Id; email: string }, MailRefusal>> {
  const email = await checkAddress(context, address);
  if (!email.ok) return email;
  const now = context.clock.now();
  const { id } = await findOrCreatePerson(context.db, { email: email.value, name: '', now });
  return ok({ id, email: email.value });
}

/**
 * Mails a signed link that lets its reader act in their own name. `path` is an address of this site whose last part
 * is the link's token. A mail that cannot leave before its link expires never does, unless `renewMinutes` says for how
 * long the link is then valid anew.
 */
export async function mailLink(
  context: Context,
  options: {
    to: string;
    mail: LinkMail;
    path: string;
    renewMinutes?: number;
    awaited?: boolean;
    replyTo?: string;
  },
): Promise<void> {
  const { to, mail, path, renewMinutes, awaited = false, replyTo = '' } = options;
  const url = `${context.origin}${path}`;
  await noteMailTo(context, to);
  await queueMail(context, {
    to,
    subject: mail.subject,
    body: mail.body(url),
    link: { url, ...(renewMinutes !== undefined && { renewMinutes }) },
    awaited,
    replyTo,
  });
}

/** Sends a link that signs in, whether or not the address is known: the answer tells nothing about it. */
export async function requestSignIn(
  context: Context,
  request: { email: string; path: string; returnTo: string; mail: LinkMail; address?: string },
): Promise<Result<{ email: string }, MailRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const person = await personFor(inside, request.email);
    if (!person.ok) return person;
    if (!(await mayAskFrom(inside, request.address))) return err({ code: 'too-many-here' });
    const { id, email } = person.value;
    const token = await makeSignedLink(inside, {
      purpose: signInPurpose,
      territoryId: context.territoryId,
      subject: email,
      personId: id,
      minutes: signInMinutes,
    });
    const query = new URLSearchParams({ vers: request.returnTo });
    const path = `${request.path}/${token}?${query}`;
    await mailLink(inside, { to: email, mail: request.mail, path, awaited: true });
    return ok({ email });
  });
}

/** What opening the link shows: whose it is. Nothing is used up. */
export async function showSignInLink(
  context: Context,
  token: string,
): Promise<Result<{ email: string }, SignedLinkError>> {
  const link = await readSignedLink(context, token, {
    purpose: signInPurpose,
    territoryId: context.territoryId,
  });
  return link.ok ? ok({ email: link.value.subject }) : link;
}

/**
 * What pressing the button does: the link is used up, the address is proved, the person is known, and has a place on the
 * territory unless they were removed from it.
 */
export async function acceptSignInLink(
  context: Context,
  token: string,
): Promise<Result<Person, SignedLinkError>> {
  return inTransaction(context.db, async (db) => {
    const expected = { purpose: signInPurpose, territoryId: context.territoryId };
    const link = await useSignedLink({ db, clock: context.clock }, token, expected);
    if (!link.ok) return link;
    const person = link.value.personId && (await findPerson(db, link.value.personId));
    if (!person) return err({ code: 'link-invalid' });
    const { territoryId, clock } = context;
    const now = clock.now();
    // The address may have been left since the link was asked for: whoever reads it there is no longer they.
    const reader = { personId: person.id, email: link.value.subject, now };
    if (!(await readsAddress(db, reader))) return err({ code: 'link-expired' });
    await proveEmail(db, person.id);
    await joinTerritory(db, { territoryId, personId: person.id, now });
    return ok(person);
  });
}

/** A link for the host of the instance: whoever opens it first becomes an owner of the territory. */
export function makeOwnerLink(context: Omit<Context, 'actor'>): Promise<string> {
  const minutes = 24 * 60;
  const { territoryId } = context;
  return makeSignedLink(context, {
    purpose: ownerPurpose,
    territoryId,
    subject: territoryId,
    personId: null,
    minutes,
  });
}

export async function showOwnerLink(
  context: Context,
  token: string,
): Promise<Result<undefined, SignedLinkError>> {
  const link = await readSignedLink(context, token, {
    purpose: ownerPurpose,
    territoryId: context.territoryId,
  });
  return link.ok ? ok() : link;
}

/** What is wrong with each field of the form. */
interface OwnerRefusal {
  code: 'invalid';
  errors: { name?: 'name-missing'; email?: 'email-invalid' | 'address-taken' };
}

/** Makes the visitor an owner under the address they give, which is proved when they first sign in by mail. */
export async function acceptOwnerLink(
  context: Context,
  input: { token: string; email: string; name: string },
): Promise<Result<Person, SignedLinkError | OwnerRefusal>> {
  const email = emailShape.safeParse(normaliseEmail(input.email));
  const name = nameShape.safeParse(input.name);
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const shown = await showOwnerLink(inside, input.token);
    if (!shown.ok) return shown;
    const isTaken = email.success && (await belongsToAnother(inside, email.data));
    if (!email.success || !name.success || isTaken) {
      const errors: OwnerRefusal['errors'] = {
        ...(!name.success && { name: 'name-missing' }),
        ...(!email.success && { email: 'email-invalid' }),
        ...(isTaken && { email: 'address-taken' }),
      };
      return err({ code: 'invalid', errors });
    }
    const expected = { purpose: ownerPurpose, territoryId: context.territoryId };
    const link = await useSignedLink(inside, input.token, expected);
    return link.ok ? ok(await makeOwner(inside, { email: email.data, name: name.data })) : link;
  });
}

/**
 * Whoever holds the link types an address without proving it: they must not become someone else by it. The owners of
 * this territory may use it again, for the host who lost their session.
 */
async function belongsToAnother(context: Context, email: string): Promise<boolean> {
  const personId = await findActivePerson(context.db, { email, now: context.clock.now() });
  if (!personId || personId === context.actor.personId) return false;
  return (await roleOf(context.db, { territoryId: context.territoryId, personId })) !== 'owner';
}

async function makeOwner(context: Context, owner: { email: string; name: string }): Promise<Person> {
  const now = context.clock.now();
  const { id } = await findOrCreatePerson(context.db, { ...owner, now });
  await renamePerson(context.db, { id, name: owner.name, now });
  await grantRole(context.db, { territoryId: context.territoryId, personId: id, role: 'owner', now });
  await appendToJournal(context, {
    action: 'territory.owner-added',
    changes: { owner: { before: null, after: id } },
  });
  return { id, name: owner.name };
}

/** Lets the signed-in person choose the name under which others see them. */
export async function changeName(
  context: Context,
  name: string,
): Promise<Result<undefined, { code: 'not-allowed' | 'name-missing' }>> {
  if (!context.actor.personId) return err({ code: 'not-allowed' });
  const chosen = nameShape.safeParse(name);
  if (!chosen.success) return err({ code: 'name-missing' });
  await renamePerson(context.db, { id: context.actor.personId, name: chosen.data, now: context.clock.now() });
  return ok();
}
