import { createHmac } from 'node:crypto';
import { type Generated, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import type { ConfirmationAnswer } from './confirmation.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    confirmation_ask: ConfirmationAskTable;
    confirmation_refusal: { territory_id: Id; address_mark: string; refused_at: Date };
  }
}

interface ConfirmationAskTable {
  mail_id: Id;
  record_id: Id;
  territory_id: Id;
  person_id: Id | null;
  address_mark: string;
  asked_at: Date;
  answer: Generated<ConfirmationAnswer | ''>;
}

/** HMAC-SHA-256 (RFC 2104) of an address: the address itself does not stand beside what was asked. */
export async function addressMark({ db }: Pick<Context, 'db'>, email: string): Promise<string> {
  return createHmac('sha256', await secretNamed(db, 'confirmation-addresses'))
    .update(email.toLowerCase())
    .digest('base64url');
}

/** Makes those who ask on one territory wait for each other, until the transaction ends: nobody is asked twice. */
export async function lockAsking(context: Context): Promise<void> {
  const key = `confirmation ${context.territoryId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(context.db);
}

/** When people were last asked of these practices. */
export async function lastAsked(context: Context, ids: readonly Id[]): Promise<Map<Id, Date>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('confirmation_ask')
    .select(['record_id'])
    .select((eb) => eb.fn.max('asked_at').as('askedAt'))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .groupBy('record_id')
    .execute();
  return new Map(rows.map((row) => [row.record_id, row.askedAt]));
}

export interface AskOf {
  mailId: Id;
  personId: Id | null;
  mark: string;
  recordIds: readonly Id[];
}

export async function insertAsks(context: Context, ask: AskOf): Promise<void> {
  await context.db
    .insertInto('confirmation_ask')
    .values(
      ask.recordIds.map((recordId) => ({
        mail_id: ask.mailId,
        record_id: recordId,
        territory_id: context.territoryId,
        person_id: ask.personId,
        address_mark: ask.mark,
        asked_at: context.clock.now(),
      })),
    )
    .execute();
}

export interface Asked {
  recordId: Id;
  personId: Id | null;
  mark: string;
  answer: ConfirmationAnswer | '';
}

/** What one mail asked about, and what was answered. */
export async function findAsked(context: Context, mailId: Id): Promise<Asked[]> {
  return context.db
    .selectFrom('confirmation_ask')
    .select(['record_id as recordId', 'person_id as personId', 'address_mark as mark', 'answer'])
    .where('territory_id', '=', context.territoryId)
    .where('mail_id', '=', mailId)
    .orderBy('record_id')
    .execute();
}

export async function writeAnswer(
  context: Context,
  { mailId, recordId, answer }: { mailId: Id; recordId: Id; answer: ConfirmationAnswer },
): Promise<void> {
  await context.db
    .updateTable('confirmation_ask')
    .set({ answer })
    .where('territory_id', '=', context.territoryId)
    .where('mail_id', '=', mailId)
    .where('record_id', '=', recordId)
    .execute();
}

export async function insertRefusal(context: Context, mark: string): Promise<void> {
  await context.db
    .insertInto('confirmation_refusal')
    .values({ territory_id: context.territoryId, address_mark: mark, refused_at: context.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function hasRefused(context: Context, mark: string): Promise<boolean> {
  const row = await context.db
    .selectFrom('confirmation_refusal')
    .select('address_mark')
    .where('territory_id', '=', context.territoryId)
    .where('address_mark', '=', mark)
    .executeTakeFirst();
  return row !== undefined;
}

/** Contacts who agreed to be reached, by practice. */
export async function agreedContacts(context: Context, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('practice_contact')
    .select(['record_id', 'email'])
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .where('choice', '=', 'public')
    .where('email', '!=', '')
    .execute();
  return new Map(rows.map((row) => [row.record_id, row.email]));
}
