import type { Database } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    person_account: PersonAccountTable;
  }
}

/** Whom an identity provider knows a person as. The columns for tokens stay empty: none is kept here. */
interface PersonAccountTable {
  id: Id;
  /** The issuer's address. */
  provider_id: string;
  /** The subject: whom that issuer means, for ever. */
  account_id: string;
  person_id: Id;
  created_at: Date;
  updated_at: Date;
}

/** The person whom that issuer means by that subject. */
export async function findByIdentity(
  db: Database,
  identity: { issuer: string; subject: string },
): Promise<Id | undefined> {
  const row = await db
    .selectFrom('person_account')
    .select('person_id')
    .where('provider_id', '=', identity.issuer)
    .where('account_id', '=', identity.subject)
    .executeTakeFirst();
  return row?.person_id;
}

export async function putIdentity(
  db: Database,
  identity: { issuer: string; subject: string; personId: Id; now: Date },
): Promise<void> {
  await db
    .insertInto('person_account')
    .values({
      id: newId(),
      provider_id: identity.issuer,
      account_id: identity.subject,
      person_id: identity.personId,
      created_at: identity.now,
      updated_at: identity.now,
    })
    .execute();
}

/** An identity that opens an account. */
export interface LinkedIdentity {
  id: Id;
  issuer: string;
  linkedAt: Date;
}

/** The identities of a person, oldest first. */
export function selectIdentities(db: Database, personId: Id): Promise<LinkedIdentity[]> {
  return db
    .selectFrom('person_account')
    .select(['id', 'provider_id as issuer', 'created_at as linkedAt'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Removes an identity of that person; its issuer, when there was one. */
export async function deleteIdentity(
  db: Database,
  identity: { id: Id; personId: Id },
): Promise<string | undefined> {
  const row = await db
    .deleteFrom('person_account')
    .where('id', '=', identity.id)
    .where('person_id', '=', identity.personId)
    .returning('provider_id')
    .executeTakeFirst();
  return row?.provider_id;
}

export async function removeIdentitiesSince(
  db: Database,
  options: { personId: Id; since: Date },
): Promise<void> {
  await db
    .deleteFrom('person_account')
    .where('person_id', '=', options.personId)
    .where('created_at', '>=', options.since)
    .execute();
}
