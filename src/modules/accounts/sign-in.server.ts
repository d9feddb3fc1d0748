import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { countMailsTo, queueMail } from '#kernel/mail.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type SignedLinkError,
  makeSignedLink,
  readSignedLink,
  useSignedLink,
} from '#kernel/signed-links.server.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { type Person, normaliseEmail } from './person.ts';
import {
  findActivePerson,
  findOrCreatePerson,
  findPerson,
  grantRole,
  lockAddress,
  proveEmail,
  renamePerson,
  roleOf,
} from './person-store.server.ts';

const signInPurpose = 'sign-in';
const ownerPurpose = 'become-owner';
const signInMinutes = 30;
/** Mails with a link that one address may be sent in half an hour, so that nobody floods a mailbox. */
const mailsPerAddress = 5;
const countedMinutes = 30;

const emailShape = z.email().max(254);

/** How a mail is worded, left to the caller: the words live in the messages. */
export interface LinkMail {
  subject: string;
  body: (link: string) => string;
}

export interface MailRefusal {
  code: 'email-invalid' | 'too-many-mails';
}

/**
 * The person who has that address, known or new, if one more mail may be sent to it. To be called in the transaction
 * that sends the mail.
 */
export async function personFor(
  context: Context,
  address: string,
): Promise<Result<{ id: Id; email: string }, MailRefusal>> {
  const email = normaliseEmail(address);
  if (!emailShape.safeParse(email).success) return err({ code: 'email-invalid' });
  await lockAddress(context.db, email);
  const since = new Date(context.clock.now().getTime() - countedMinutes * 60_000);
  const sent = await countMailsTo(context.db, { territoryId: context.territoryId, recipient: email, since });
  if (sent >= mailsPerAddress) return err({ code: 'too-many-mails' });
  const { id } = await findOrCreatePerson(context.db, { email, name: '', now: context.clock.now() });
  return ok({ id, email });
}

/** Mails a link that lets its reader act in their own name. `path` is an address of this site. */
export function mailLink(
  context: Context,
  options: { to: string; mail: LinkMail; path: string },
): Promise<void> {
  const { to, mail, path } = options;
  return queueMail(context, {
    to,
    subject: mail.subject,
    body: mail.body(`${context.origin}${path}`),
    secret: true,
  });
}

/** Sends a link that signs in, whether or not the address is known: the answer tells nothing about it. */
export async function requestSignIn(
  context: Context,
  request: { email: string; path: string; returnTo: string; mail: LinkMail },
): Promise<Result<{ email: string }, MailRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const person = await personFor(inside, request.email);
    if (!person.ok) return person;
    const { id, email } = person.value;
    const token = await makeSignedLink(inside, {
      purpose: signInPurpose,
      territoryId: context.territoryId,
      subject: email,
      personId: id,
      minutes: signInMinutes,
    });
    const query = new URLSearchParams({ vers: request.returnTo });
    await mailLink(inside, { to: email, mail: request.mail, path: `${request.path}/${token}?${query}` });
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

/** What pressing the button does: the link is used up, the address is proved, the person is known. */
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
    await proveEmail(db, person.id);
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

const ownerShape = z.object({ email: emailShape, name: z.string().overwrite(storableLine).min(1).max(100) });

type OwnerRefusal = { code: 'email-invalid' | 'name-missing' | 'address-taken' };

/** Makes the visitor an owner under the address they give, which is proved when they first sign in by mail. */
export async function acceptOwnerLink(
  context: Context,
  input: { token: string; email: string; name: string },
): Promise<Result<Person, SignedLinkError | OwnerRefusal>> {
  const owner = ownerShape.safeParse({ email: normaliseEmail(input.email), name: input.name });
  if (!owner.success) {
    const code = owner.error.issues.some((issue) => issue.path[0] === 'email')
      ? 'email-invalid'
      : 'name-missing';
    return err({ code });
  }
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const shown = await showOwnerLink(inside, input.token);
    if (!shown.ok) return shown;
    if (await belongsToAnother(inside, owner.data.email)) return err({ code: 'address-taken' });
    const expected = { purpose: ownerPurpose, territoryId: context.territoryId };
    const link = await useSignedLink(inside, input.token, expected);
    return link.ok ? ok(await makeOwner(inside, owner.data)) : link;
  });
}

/**
 * Whoever holds the link types an address without proving it: they must not become someone else by it. The owners of
 * this territory may use it again, for the host who lost their session.
 */
async function belongsToAnother(context: Context, email: string): Promise<boolean> {
  const personId = await findActivePerson(context.db, email);
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
  const chosen = ownerShape.shape.name.safeParse(name);
  if (!chosen.success) return err({ code: 'name-missing' });
  await renamePerson(context.db, { id: context.actor.personId, name: chosen.data, now: context.clock.now() });
  return ok();
}
