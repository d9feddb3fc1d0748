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
