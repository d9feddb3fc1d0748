import { type Generated, type RawBuilder, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { ContactChoice, KeptContact } from './contact.ts';
import type { PracticeContact } from './practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    practice_contact: PracticeContactTable;
  }
}

interface PracticeContactTable extends PracticeContact {
  record_id: Id;
  territory_id: Id;
  choice: Generated<ContactChoice>;
  asked_at: Generated<Date | null>;
  answered_at: Generated<Date | null>;
  words: Generated<string>;
}

export interface ContactOf {
  recordId: Id;
  contact: PracticeContact;
}

/** The people to reach for each practice; those without are left out. */
export async function findContacts(context: Context, ids: readonly Id[]): Promise<Map<Id, PracticeContact>> {
  const rows = await context.db
    .selectFrom('practice_contact')
    .select(['record_id', 'name', 'email', 'phone'])
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ record_id, ...contact }) => [record_id, contact]));
}

/** Replaces contacts; an empty one is taken away. */
export async function saveContacts(context: Context, contacts: readonly ContactOf[]): Promise<void> {
  const full = contacts.filter(({ contact }) => !isEmptyContact(contact));
  const empty = contacts.filter(({ contact }) => isEmptyContact(contact)).map(({ recordId }) => recordId);
  if (empty.length > 0) {
    await context.db
      .deleteFrom('practice_contact')
      .where('territory_id', '=', context.territoryId)
      .where('record_id', '=', sql<Id>`any(${empty}::uuid[])`)
      .execute();
  }
  if (full.length === 0) return;
  const rows = JSON.stringify(full.map(({ recordId, contact }) => ({ record_id: recordId, ...contact })));
  await context.db
    .insertInto('practice_contact')
    .columns(['record_id', 'territory_id', 'name', 'email', 'phone'])
    .expression(
      sql`select record_id, ${context.territoryId}::uuid, name, email, phone
        from jsonb_to_recordset(${rows}::jsonb) as given(record_id uuid, name text, email text, phone text)`,
    )
    .onConflict((conflict) =>
      conflict.column('record_id').doUpdateSet({
        name: (eb) => eb.ref('excluded.name'),
        email: (eb) => eb.ref('excluded.email'),
        phone: (eb) => eb.ref('excluded.phone'),
        // What was agreed to is what was read: other details wait for an answer of their own.
        choice: ifSame(sql`practice_contact.choice`, sql`'none'`),
        asked_at: ifSame(sql`practice_contact.asked_at`, sql`null`),
        answered_at: ifSame(sql`practice_contact.answered_at`, sql`null`),
        words: ifSame(sql`practice_contact.words`, sql`''`),
      }),
    )
    .execute();
}

function ifSame<Value>(kept: RawBuilder<unknown>, otherwise: RawBuilder<unknown>): RawBuilder<Value> {
  return sql<Value>`case when (practice_contact.name, practice_contact.email, practice_contact.phone)
    = (excluded.name, excluded.email, excluded.phone) then ${kept} else ${otherwise} end`;
}

/** The person to reach for a practice, with what they chose; undefined when there is none. */
export async function findContact(context: Context, recordId: Id): Promise<KeptContact | undefined> {
  return context.db
    .selectFrom('practice_contact')
    .select(['name', 'email', 'phone', 'choice', 'asked_at as askedAt', 'answered_at as answeredAt', 'words'])
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .executeTakeFirst();
}

/** Makes those who change the contact of one practice wait for each other, until the transaction ends. */
export async function lockContact(context: Context, recordId: Id): Promise<void> {
  const key = `contact ${context.territoryId} ${recordId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(context.db);
}

export async function markAsked(context: Context, recordId: Id): Promise<void> {
  await context.db
    .updateTable('practice_contact')
    .set({ asked_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}

/** Notes what the person chose, when, and the words they read. */
export async function writeChoice(
  context: Context,
  recordId: Id,
  answer: { choice: 'public' | 'private'; words: string },
): Promise<void> {
  await context.db
    .updateTable('practice_contact')
    .set({ ...answer, answered_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}

/** Erases the values of these practices' contacts that the journal holds by reference. */
export async function eraseContactValues(context: Context, recordIds: readonly Id[]): Promise<void> {
  const { db, territoryId } = context;
  const { rows } = await sql<{ id: Id }>`
    select side.value ->> 'personal' as id
    from journal_entry cross join lateral jsonb_each(
      case jsonb_typeof(changes -> 'contact') when 'object' then changes -> 'contact' else '{}' end) as side
    where journal_entry.territory_id = ${territoryId} and journal_entry.record_id = any(${recordIds}::uuid[])
      and jsonb_typeof(side.value) = 'object'`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await db
    .deleteFrom('personal_value')
    .where('territory_id', '=', territoryId)
    .where('id', 'in', ids)
    .execute();
}

/** Gives each of two practices the contact of the other, with what the person chose. */
export async function swapContacts(context: Context, ids: readonly [Id, Id]): Promise<void> {
  const { db, territoryId } = context;
  const rows = await db
    .deleteFrom('practice_contact')
    .where('territory_id', '=', territoryId)
    .where('record_id', 'in', ids)
    .returningAll()
    .execute();
  if (rows.length === 0) return;
  const other = (id: Id) => (id === ids[0] ? ids[1] : ids[0]);
  await db
    .insertInto('practice_contact')
    .values(rows.map((row) => ({ ...row, record_id: other(row.record_id) })))
    .execute();
}

export function isEmptyContact({ name, email, phone }: PracticeContact): boolean {
  return name === '' && email === '' && phone === '';
}
