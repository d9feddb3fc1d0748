import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { ToldRow } from '#kernel/personal-data.ts';

/** The practices whose contact is at one of these addresses. */
export async function contactsAt(context: Context, emails: readonly string[]): Promise<ToldRow[]> {
  if (emails.length === 0) return [];
  const rows = await context.db
    .selectFrom('practice_contact')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'practice_contact.record_id')
        .onRef('record.territory_id', '=', 'practice_contact.territory_id'),
    )
    .select(['record.title', 'practice_contact.name', 'practice_contact.email', 'practice_contact.phone'])
    .where('practice_contact.territory_id', '=', context.territoryId)
    .where(sql<string>`lower(practice_contact.email)`, 'in', emails)
    .orderBy('record.id')
    .execute();
  return rows.map(({ title, ...contact }) => ({ record: title, ...contact }));
}

/** What someone was asked of practices, and what they answered. */
export async function confirmationsOf(
  context: Context,
  personId: Id,
  marks: readonly string[],
): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('confirmation_ask')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'confirmation_ask.record_id')
        .onRef('record.territory_id', '=', 'confirmation_ask.territory_id'),
    )
    .select(['record.title', 'confirmation_ask.asked_at', 'confirmation_ask.answer'])
    .where('confirmation_ask.territory_id', '=', context.territoryId)
    .where((eb) =>
      eb.or([
        eb('confirmation_ask.person_id', '=', personId),
        eb('confirmation_ask.address_mark', '=', eb.fn.any(eb.val([...marks]))),
      ]),
    )
    .orderBy('confirmation_ask.asked_at')
    .orderBy('record.id')
    .execute();
  return rows.map((row) => ({ record: row.title, at: row.asked_at.toISOString(), answer: row.answer }));
}

/** What someone was asked, their wish not to be, and what they corrected and did not publish. */
export async function forgetConfirmations(
  { db, territoryId }: Context,
  personId: Id,
  marks: readonly string[],
): Promise<void> {
  const known = sql<string>`any(${marks}::text[])`;
  await db
    .deleteFrom('confirmation_ask')
    .where('territory_id', '=', territoryId)
    .where((eb) => eb.or([eb('person_id', '=', personId), eb('address_mark', '=', known)]))
    .execute();
  await db
    .deleteFrom('confirmation_refusal')
    .where('territory_id', '=', territoryId)
    .where('address_mark', '=', known)
    .execute();
  await db
    .deleteFrom('waiting_correction')
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .execute();
}

/** The files someone imported. */
export async function importsBy(context: Context, personId: Id): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('import_run')
    .select(['file_name', 'source_name', 'state', 'created_at'])
    .where('territory_id', '=', context.territoryId)
    .where('created_by', '=', personId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    name: row.file_name,
    source: row.source_name,
    state: row.state,
    at: row.created_at.toISOString(),
  }));
}

export async function deleteContactsAt(context: Context, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  await context.db
    .deleteFrom('practice_contact')
    .where('territory_id', '=', context.territoryId)
    .where(sql<string>`lower(email)`, 'in', emails)
    .execute();
}

/** Puts other words where exactly someone's name stands as who carries a practice, here or as an import wrote it. */
export async function renameCarrier(context: Context, name: string, someone: string): Promise<void> {
  if (name === '') return;
  const { db, territoryId } = context;
  await db
    .updateTable('practice')
    .set({ carriers: someone })
    .where('territory_id', '=', territoryId)
    .where('carriers', '=', name)
    .execute();
  const [before, after] = [JSON.stringify(name), JSON.stringify(someone)];
  await sql`
    update imported_record set written = replace(written::text, ${before}, ${after})::jsonb
    where territory_id = ${territoryId} and position(${before} in written::text) > 0`.execute(db);
  await sql`
    update import_change set written_before = replace(written_before::text, ${before}, ${after})::jsonb
    where territory_id = ${territoryId} and position(${before} in written_before::text) > 0`.execute(db);
}

/** The imports whose file is still kept. */
export async function importsWithFile(context: Context): Promise<Id[]> {
  const rows = await context.db
    .selectFrom('import_file_piece')
    .select('import_id')
    .distinct()
    .where('territory_id', '=', context.territoryId)
    .orderBy('import_id')
    .execute();
  return rows.map(({ import_id }) => import_id);
}
