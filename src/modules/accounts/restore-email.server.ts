import type { Context } from '#kernel/context.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { appendToJournal, setAsidePersonalValue } from '#kernel/journal.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type SignedLinkError, readSignedLink, useSignedLink } from '#kernel/signed-links.server.ts';
import {
  type EmailChange,
  findEmailChange,
  freeUnprovedAddress,
  lockPersonEmail,
  setEmail,
  stopChangesSince,
} from './email-change-store.server.ts';
import { removeIdentitiesSince } from './identity-store.server.ts';
import { removePasskeysSince } from './passkey-store.server.ts';
import { findActivePerson, lockAddress } from './person-store.server.ts';
import { deleteSessionsOf } from './session-store.server.ts';

/** The link that the former address gets: for its reader, who may not have been the one who changed it. */
export const restorePurpose = 'restore-email';

export type RestoreRefusal = SignedLinkError | { code: 'change-stopped' | 'change-taken' };

/** What opening the link shows: the address it brings back. Nothing is used up. */
export async function showEmailRestore(
  context: Context,
  token: string,
): Promise<Result<{ email: string }, RestoreRefusal>> {
  const read = await readRestore(context, token);
  return read.ok ? ok({ email: read.value.oldEmail }) : read;
}

/**
 * What pressing the button does: the former address comes back, whatever it was changed to since, all sessions end,
 * and the ways to sign in that were added since the change was asked for are removed.
 */
export async function restoreEmail(
  context: Context,
  input: { token: string; notice: { subject: string; body: string } },
): Promise<Result<{ email: string }, RestoreRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const first = await readRestore(inside, input.token);
    if (!first.ok) return first;
    const current = await lockPersonEmail(db, first.value.personId);
    // Read anew under the lock: of two links to two former addresses, the first to be pressed decides.
    const read = await readRestore(inside, input.token);
    if (!read.ok) return read;
    const change = read.value;
    if (await isSomeoneElses(inside, change)) return err({ code: 'change-taken' });
    const used = await useSignedLink(inside, input.token, expectedIn(context));
    if (!used.ok) return used;
    await bringBack(inside, change, current ?? change.newEmail);
    if (current !== undefined && current !== change.oldEmail) {
      await queueMail(inside, { to: current, ...input.notice });
    }
    return ok({ email: change.oldEmail });
  });
}

function expectedIn({ territoryId }: Context) {
  return { purpose: restorePurpose, territoryId };
}

async function readRestore(context: Context, token: string): Promise<Result<EmailChange, RestoreRefusal>> {
  const link = await readSignedLink(context, token, expectedIn(context));
  if (!link.ok) return link;
  const change = await findEmailChange(context.db, link.value.subject);
  return change?.state === 'done' ? ok(change) : err({ code: 'change-stopped' });
}

async function isSomeoneElses({ db, clock }: Context, change: EmailChange): Promise<boolean> {
  await lockAddress(db, change.oldEmail);
  const holder = await findActivePerson(db, { email: change.oldEmail, now: clock.now() });
  return holder !== undefined && holder !== change.personId;
}

async function bringBack(context: Context, change: EmailChange, current: string): Promise<void> {
  const { db, clock } = context;
  const { personId, oldEmail, askedAt } = change;
  const now = clock.now();
  await freeUnprovedAddress(db, { email: oldEmail, now });
  await setEmail(db, { id: personId, email: oldEmail, now });
  await stopChangesSince(db, change, now);
  await signOutEverywhere(db, { personId, since: askedAt });
  const before = await setAsidePersonalValue(context, { personId, value: current });
  const after = await setAsidePersonalValue(context, { personId, value: oldEmail });
  await appendToJournal(context, { action: 'person.email-restored', changes: { email: { before, after } } });
}

async function signOutEverywhere(db: Database, options: { personId: string; since: Date }): Promise<void> {
  await deleteSessionsOf(db, { personId: options.personId, kept: null });
  await removePasskeysSince(db, options);
  await removeIdentitiesSince(db, options);
}
