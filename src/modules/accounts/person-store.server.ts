import { type Generated, sql } from 'kysely';
import type { Role } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { personFormerlyAt } from './email-change-store.server.ts';
import type { Person } from './person.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    person: PersonTable;
    membership: MembershipTable;
  }
}

interface PersonTable {
  id: Id;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  created_at: Date;
  updated_at: Date;
}

interface MembershipTable {
  territory_id: Id;
  person_id: Id;
  /** `visitor` for someone who was removed. */
  role: Role;
  created_at: Date;
}

/**
 * The person with that address, or who had it until a few days ago; made when there is none. `email` is already
 * normalised.
 */
export async function findOrCreatePerson(
  db: Database,
  person: { email: string; name: string; now: Date },
): Promise<Person> {
  const former = await personFormerlyAt(db, person);
  const known = former && (await findPerson(db, former));
  if (known) return known;
  const inserted = await db
    .insertInto('person')
    .values({
      id: newId(),
      name: person.name,
      email: person.email,
      image: null,
      created_at: person.now,
      updated_at: person.now,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(['id', 'name'])
    .executeTakeFirst();
  return (
    inserted ??
    (await db
      .selectFrom('person')
      .select(['id', 'name'])
      .where('email', '=', person.email)
      .executeTakeFirstOrThrow())
  );
}

/**
 * Makes those who write to one address at the same moment wait for each other, until the transaction ends: so that
 * counting what it was sent and sending one more are one step.
 */
export async function lockAddress(db: Database, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('address'), hashtext(${email}))`.execute(db);
}

/** Who has that address and ever acted under it (proved it, or chose a name), or had it until a few days ago. */
export async function findActivePerson(
  db: Database,
  address: { email: string; now: Date },
): Promise<Id | undefined> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', address.email)
    .where((eb) => eb.or([eb('email_verified', '=', true), eb('name', '!=', '')]))
    .executeTakeFirst();
  return row?.id ?? personFormerlyAt(db, address);
}

/** Whether mails to that address reach that person: it is theirs, or was until a few days ago. */
export async function readsAddress(
  db: Database,
  reader: { personId: Id; email: string; now: Date },
): Promise<boolean> {
  if ((await emailOf(db, reader.personId)) === reader.email) return true;
  return (await personFormerlyAt(db, reader)) === reader.personId;
}

/** Notes that the person reads what is sent to their address. */
export async function proveEmail(db: Database, personId: Id): Promise<void> {
  await db.updateTable('person').set({ email_verified: true }).where('id', '=', personId).execute();
}

export async function renamePerson(db: Database, person: { id: Id; name: string; now: Date }): Promise<void> {
  await db
    .updateTable('person')
    .set({ name: person.name, updated_at: person.now })
    .where('id', '=', person.id)
    .execute();
}

export async function findPerson(db: Database, personId: Id): Promise<Person | undefined> {
  return db.selectFrom('person').select(['id', 'name']).where('id', '=', personId).executeTakeFirst();
}

export async function emailOf(db: Database, personId: Id): Promise<string | undefined> {
  const row = await db.selectFrom('person').select('email').where('id', '=', personId).executeTakeFirst();
  return row?.email;
}

/** The address of someone who has proved that they read it; undefined while they have not. */
export async function provedEmailOf(db: Database, personId: Id): Promise<string | undefined> {
  const row = await db
    .selectFrom('person')
    .select('email')
    .where('id', '=', personId)
    .where('email_verified', '=', true)
    .executeTakeFirst();
  return row?.email;
}

/** Names to sign contributions with, by person. */
export async function namesOf(db: Database, personIds: Id[]): Promise<Map<Id, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await db.selectFrom('person').select(['id', 'name']).where('id', 'in', personIds).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The role of a person on a territory; whoever signed in contributes, unless they were removed. */
export async function roleOf(db: Database, options: { territoryId: Id; personId: Id }): Promise<Role> {
  const row = await db
    .selectFrom('membership')
    .select('role')
    .where('territory_id', '=', options.territoryId)
    .where('person_id', '=', options.personId)
    .executeTakeFirst();
  return row?.role ?? 'contributor';
}

export async function grantRole(
  db: Database,
  membership: { territoryId: Id; personId: Id; role: Role; now: Date },
): Promise<void> {
  await db
    .insertInto('membership')
    .values({
      territory_id: membership.territoryId,
      person_id: membership.personId,
      role: membership.role,
      created_at: membership.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['territory_id', 'person_id']).doUpdateSet({ role: membership.role }),
    )
    .execute();
}

export async function hasOwner(db: Database, territoryId: Id): Promise<boolean> {
  const row = await db
    .selectFrom('membership')
    .select('person_id')
    .where('territory_id', '=', territoryId)
    .where('role', '=', 'owner')
    .executeTakeFirst();
  return row !== undefined;
}

/** The owners of a territory, by the names they chose; those who chose none are left out. */
export async function ownerNames(db: Database, territoryId: Id): Promise<string[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('name')
    .where('territory_id', '=', territoryId)
    .where('role', '=', 'owner')
    .where('name', '!=', '')
    .orderBy('membership.created_at')
    .execute();
  return rows.map(({ name }) => name);
}
