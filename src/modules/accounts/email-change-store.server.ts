import { sql } from 'kysely';
import type { Database } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { formerAddressDays } from './email-change.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    email_change: EmailChangeTable;
  }
}

interface EmailChangeTable {
  id: Id;
  person_id: Id;
  old_email: string;
  new_email: string;
  state: EmailChangeState;
  asked_at: Date;
  /** When it was done, or stopped. */
  settled_at: Date | null;
}

/** `replaced` by a later one before it was done; `stopped` by the reader of the former address. */
export type EmailChangeState = 'asked' | 'replaced' | 'done' | 'stopped';

export interface EmailChange {
  id: Id;
  personId: Id;
  oldEmail: string;
  newEmail: string;
  state: EmailChangeState;
  askedAt: Date;
}

const dayInMilliseconds = 24 * 60 * 60_000;

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayInMilliseconds);
}

/** The address of a person, who waits for others that are about to change it. */
export async function lockPersonEmail(db: Database, personId: Id): Promise<string | undefined> {
  const row = await db
    .selectFrom('person')
    .select('email')
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return row?.email;
}

/** How many changes a person asked for in the last day. */
export async function countAsked(db: Database, options: { personId: Id; now: Date }): Promise<number> {
  const { count } = await db
    .selectFrom('email_change')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_id', '=', options.personId)
    .where('asked_at', '>', daysBefore(options.now, 1))
    .executeTakeFirstOrThrow();
  return count;
}

/** Writes a change down as asked, in place of the one that was. */
export async function putEmailChange(
  db: Database,
  change: { personId: Id; oldEmail: string; newEmail: string; now: Date },
): Promise<Id> {
  const id = newId();
  await db
    .updateTable('email_change')
    .set({ state: 'replaced' })
    .where('person_id', '=', change.personId)
    .where('state', '=', 'asked')
    .execute();
  await db
    .insertInto('email_change')
    .values({
      id,
      person_id: change.personId,
      old_email: change.oldEmail,
      new_email: change.newEmail,
      state: 'asked',
      asked_at: change.now,
      settled_at: null,
    })
    .execute();
  return id;
}

export async function findEmailChange(db: Database, id: Id): Promise<EmailChange | undefined> {
  return db
    .selectFrom('email_change')
    .select(['id', 'person_id as personId', 'old_email as oldEmail', 'new_email as newEmail', 'state'])
    .select('asked_at as askedAt')
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function markDone(db: Database, change: { id: Id; now: Date }): Promise<void> {
  await db
    .updateTable('email_change')
    .set({ state: 'done', settled_at: change.now })
    .where('id', '=', change.id)
    .execute();
}

/** Stops a change, and all those that the same person asked for since. */
export async function stopChangesSince(db: Database, change: EmailChange, now: Date): Promise<void> {
  await db
    .updateTable('email_change')
    .set({ state: 'stopped', settled_at: now })
    .where('person_id', '=', change.personId)
    .where('asked_at', '>=', change.askedAt)
    .execute();
}

/** Forgets the addresses of changes that can no longer be stopped. */
export async function forgetOldChanges(db: Database, now: Date): Promise<void> {
  await db
    .deleteFrom('email_change')
    .where(sql<boolean>`coalesce(settled_at, asked_at) <= ${daysBefore(now, formerAddressDays)}`)
    .execute();
}

/** Who had that address until a few days ago: it still opens their account for that long. */
export async function personFormerlyAt(
  db: Database,
  options: { email: string; now: Date },
): Promise<Id | undefined> {
  const row = await db
    .selectFrom('email_change')
    .select('person_id')
    .where('old_email', '=', options.email)
    .where('state', '=', 'done')
    .where('settled_at', '>', daysBefore(options.now, formerAddressDays))
    .orderBy('settled_at', 'desc')
    .executeTakeFirst();
  return row?.person_id;
}

/** Whether the person took or lost an address since then. */
export async function changedAddressSince(
  db: Database,
  options: { personId: Id; since: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('email_change')
    .select('id')
    .where('person_id', '=', options.personId)
    .where('settled_at', '>', options.since)
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives a person another address, which they have just proved that they read. */
export async function setEmail(db: Database, person: { id: Id; email: string; now: Date }): Promise<void> {
  await db
    .updateTable('person')
    .set({ email: person.email, email_verified: true, updated_at: person.now })
    .where('id', '=', person.id)
    .execute();
}

/**
 * Takes the address from whoever has it without ever having proved it or chosen a name: someone typed it once. They
 * keep what waits for them, under an address that no mail reaches (RFC 2606, `.invalid`).
 */
export async function freeUnprovedAddress(
  db: Database,
  options: { email: string; now: Date },
): Promise<void> {
  await db
    .updateTable('person')
    .set({ email: sql<string>`id || '@adresse.invalid'`, updated_at: options.now })
    .where('email', '=', options.email)
    .where('email_verified', '=', false)
    .where('name', '=', '')
    .execute();
}
