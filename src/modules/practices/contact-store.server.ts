import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { PracticeContact } from './practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    practice_contact: PracticeContactTable;
  }
}

interface PracticeContactTable extends PracticeContact {
  record_id: Id;
  territory_id: Id;
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
      }),
    )
    .execute();
}

export function isEmptyContact({ name, email, phone }: PracticeContact): boolean {
  return name === '' && email === '' && phone === '';
}
