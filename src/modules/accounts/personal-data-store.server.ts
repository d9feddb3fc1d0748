import { sql } from 'kysely';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { KnownPerson, ToldRow } from '#kernel/personal-data.ts';

/** By what someone is known: former addresses count only when they had proved them. */
export async function findKnownPerson(db: Database, id: Id): Promise<KnownPerson | undefined> {
  const person = await db
    .selectFrom('person')
    .select(['name', 'email'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!person) return undefined;
  const former = await db
    .selectFrom('email_change')
    .select('old_email')
    .where('person_id', '=', id)
    .where('state', '=', 'done')
    .execute();
  const emails = [...new Set([person.email, ...former.map(({ old_email }) => old_email)])];
  return { id, name: person.name, emails };
}

/** Keeps everyone else from changing a person until the transaction ends; false when there is none. */
export async function lockPerson(db: Database, id: Id): Promise<boolean> {
  const row = await db.selectFrom('person').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  return row !== undefined;
}

/** When a session of that person was opened. */
export async function sessionOpenedAt(
  db: Database,
  session: { id: Id; personId: Id },
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('person_session')
    .select('created_at')
    .where('id', '=', session.id)
    .where('person_id', '=', session.personId)
    .executeTakeFirst();
  return row?.created_at;
}

/** Takes the person away, and all that belongs to the account alone: sessions, keys, identities, places, invitations. */
export async function deletePerson(db: Database, { id, emails }: KnownPerson): Promise<void> {
  await db.deleteFrom('person').where('id', '=', id).execute();
  for (const email of emails) {
    await sql`
      delete from person_verification
      where position(${email} in lower(identifier || ' ' || value)) > 0`.execute(db);
  }
  // What someone else asked to change to one of these addresses names it too.
  await db
    .deleteFrom('email_change')
    .where((eb) => eb.or([eb('old_email', 'in', emails), eb('new_email', 'in', emails)]))
    .execute();
}

/** What belongs to the account alone, by kind. Nothing that opens it is told: no key, no token. */
export const accountTables = {
  account: async (db: Database, id: Id): Promise<ToldRow[]> => {
    const rows = await db.selectFrom('person').selectAll().where('id', '=', id).execute();
    return rows.map((row) => ({
      name: row.name,
      email: row.email,
      proved: row.email_verified,
      at: row.created_at.toISOString(),
    }));
  },
  addresses: async (db: Database, id: Id): Promise<ToldRow[]> => {
    const rows = await db
      .selectFrom('email_change')
      .selectAll()
      .where('person_id', '=', id)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      before: row.old_email,
      after: row.new_email,
      state: row.state,
      at: row.asked_at.toISOString(),
    }));
  },
  sessions: async (db: Database, id: Id): Promise<ToldRow[]> => {
    const rows = await db
      .selectFrom('person_session')
      .select(['user_agent', 'created_at', 'updated_at', 'expires_at'])
      .where('person_id', '=', id)
      .orderBy('created_at')
      .execute();
    return rows.map((row) => ({
      device: row.user_agent ?? '',
      at: row.created_at.toISOString(),
      seen_at: row.updated_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
    }));
  },
  passkeys: async (db: Database, id: Id): Promise<ToldRow[]> => {
    const rows = await db
      .selectFrom('passkey')
      .select(['name', 'host', 'created_at', 'last_used_at'])
      .where('person_id', '=', id)
      .orderBy('created_at')
      .execute();
    return rows.map((row) => ({
      name: row.name,
      host: row.host,
      at: row.created_at.toISOString(),
      seen_at: row.last_used_at?.toISOString() ?? '',
    }));
  },
  identities: async (db: Database, id: Id): Promise<ToldRow[]> => {
    const rows = await db
      .selectFrom('person_account')
      .select(['provider_id', 'account_id', 'created_at'])
      .where('person_id', '=', id)
      .orderBy('created_at')
      .execute();
    return rows.map((row) => ({
      provider: row.provider_id,
      subject: row.account_id,
      at: row.created_at.toISOString(),
    }));
  },
};

/** The place someone has on a territory, and the role that waits for them there. */
export async function placesOf(
  db: Database,
  { territoryId, personId }: { territoryId: Id; personId: Id },
): Promise<ToldRow[]> {
  const held = await db
    .selectFrom('membership')
    .select(['role', 'created_at'])
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .execute();
  const offered = await db
    .selectFrom('role_invitation')
    .select(['role', 'sent_at'])
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .execute();
  return [
    ...held.map(({ role, created_at }) => ({ role, state: 'held', at: created_at.toISOString() })),
    ...offered.map(({ role, sent_at }) => ({ role, state: 'offered', at: sent_at.toISOString() })),
  ];
}

/** Whether someone is the only owner of a territory. */
export async function isOnlyOwner(
  db: Database,
  { territoryId, personId }: { territoryId: Id; personId: Id },
): Promise<boolean> {
  const owners = await db
    .selectFrom('membership')
    .select('person_id')
    .where('territory_id', '=', territoryId)
    .where('role', '=', 'owner')
    .execute();
  return owners.length === 1 && owners[0]?.person_id === personId;
}
