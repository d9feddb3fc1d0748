import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal, setAsidePersonalValue } from '#kernel/journal.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type SignedLinkError,
  makeSignedLink,
  readSignedLink,
  useSignedLink,
} from '#kernel/signed-links.server.ts';
import { emailChangeMinutes, emailChangesPerDay, formerAddressDays } from './email-change.ts';
import {
  type EmailChange,
  countAsked,
  findEmailChange,
  forgetOldChanges,
  freeUnprovedAddress,
  lockPersonEmail,
  markDone,
  putEmailChange,
  setEmail,
} from './email-change-store.server.ts';
import { findActivePerson, lockAddress } from './person-store.server.ts';
import { restorePurpose } from './restore-email.server.ts';
import { deleteSessionsOf } from './session-store.server.ts';
import { type LinkMail, type MailRefusal, checkAddress, mailLink, noteMailTo } from './sign-in.server.ts';

const changePurpose = 'change-email';

export interface AskRefusal {
  code: MailRefusal['code'] | 'not-allowed' | 'same-address' | 'too-many-changes';
}

/**
 * Sends a link to the address that the person who asks would like to have. Nothing changes until they press the button
 * it leads to. An address that is someone's gets `taken` instead, without a link; the answer is the same.
 */
export async function askEmailChange(
  context: Context,
  request: { email: string; path: string; mail: LinkMail; taken: { subject: string; body: string } },
): Promise<Result<{ email: string }, AskRefusal>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const now = context.clock.now();
    await forgetOldChanges(db, now);
    const oldEmail = await lockPersonEmail(db, personId);
    if (oldEmail === undefined) return err({ code: 'not-allowed' });
    const address = await checkAddress(inside, request.email);
    if (!address.ok) return address;
    const email = address.value;
    if (email === oldEmail) return err({ code: 'same-address' });
    if ((await countAsked(db, { personId, now })) >= emailChangesPerDay) {
      return err({ code: 'too-many-changes' });
    }
    const subject = await putEmailChange(db, { personId, oldEmail, newEmail: email, now });
    if (await isTaken(inside, email, personId)) {
      await noteMailTo(inside, email);
      await queueMail(inside, { to: email, ...request.taken });
      return ok({ email });
    }
    const { territoryId } = context;
    const link = { purpose: changePurpose, territoryId, subject, personId, minutes: emailChangeMinutes };
    const token = await makeSignedLink(inside, link);
    const path = `${request.path}/${token}`;
    await mailLink(inside, { to: email, mail: request.mail, path, awaited: true });
    return ok({ email });
  });
}

export type ChangeRefusal =
  SignedLinkError | { code: 'change-replaced' | 'sign-in-to-change' | 'change-of-another' | 'change-taken' };

/** What opening the link shows to the person who asked: both addresses. Nothing is used up. */
export async function showEmailChange(
  context: Context,
  token: string,
): Promise<Result<{ oldEmail: string; newEmail: string }, ChangeRefusal>> {
  const read = await readChange(context, token);
  return read.ok ? ok({ oldEmail: read.value.oldEmail, newEmail: read.value.newEmail }) : read;
}

/**
 * What pressing the button does, for the person who asked only: an address typed wrong gives nobody someone else's
 * account. Their sessions elsewhere end; the former address is told, with a link that takes it back.
 */
export async function acceptEmailChange(
  context: Context,
  input: { token: string; session: Id | undefined; path: string; notice: LinkMail },
): Promise<Result<{ email: string }, ChangeRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const { personId } = context.actor;
    // Whoever changes an address twice at once waits here: the second one finds that the first was done.
    if (personId) await lockPersonEmail(db, personId);
    const read = await readChange(inside, input.token);
    if (!read.ok) return read;
    const change = read.value;
    await lockAddress(db, change.newEmail);
    if (await isTaken(inside, change.newEmail, change.personId)) return err({ code: 'change-taken' });
    const used = await useSignedLink(inside, input.token, expectedIn(context));
    if (!used.ok) return used;
    await takeAddress(inside, change);
    await deleteSessionsOf(db, { personId: change.personId, kept: input.session ?? null });
    await tellFormerAddress(inside, change, input);
    return ok({ email: change.newEmail });
  });
}

function expectedIn({ territoryId }: Context) {
  return { purpose: changePurpose, territoryId };
}

async function readChange(context: Context, token: string): Promise<Result<EmailChange, ChangeRefusal>> {
  const link = await readSignedLink(context, token, expectedIn(context));
  if (!link.ok) return link;
  const change = await findEmailChange(context.db, link.value.subject);
  if (!context.actor.personId) return err({ code: 'sign-in-to-change' });
  if (context.actor.personId !== link.value.personId) return err({ code: 'change-of-another' });
  return change?.state === 'asked' ? ok(change) : err({ code: 'change-replaced' });
}

/** Whether someone else ever acted under that address, or had it until a few days ago. */
async function isTaken(context: Context, email: string, personId: Id): Promise<boolean> {
  const holder = await findActivePerson(context.db, { email, now: context.clock.now() });
  return holder !== undefined && holder !== personId;
}

async function takeAddress(context: Context, change: EmailChange): Promise<void> {
  const { db, clock } = context;
  const { personId, oldEmail, newEmail } = change;
  const now = clock.now();
  await freeUnprovedAddress(db, { email: newEmail, now });
  await setEmail(db, { id: personId, email: newEmail, now });
  await markDone(db, { id: change.id, now });
  const before = await setAsidePersonalValue(context, { personId, value: oldEmail });
  const after = await setAsidePersonalValue(context, { personId, value: newEmail });
  await appendToJournal(context, { action: 'person.email-changed', changes: { email: { before, after } } });
}

async function tellFormerAddress(
  context: Context,
  change: EmailChange,
  { path, notice }: { path: string; notice: LinkMail },
): Promise<void> {
  const minutes = formerAddressDays * 24 * 60;
  const { territoryId } = context;
  const { id: subject, personId, oldEmail } = change;
  const token = await makeSignedLink(context, {
    purpose: restorePurpose,
    territoryId,
    subject,
    personId,
    minutes,
  });
  await mailLink(context, { to: oldEmail, mail: notice, path: `${path}/${token}`, renewMinutes: minutes });
}
