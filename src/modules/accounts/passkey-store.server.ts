import type { Database } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    passkey: PasskeyTable;
  }
}

interface PasskeyTable {
  id: Id;
  person_id: Id;
  host: string;
  credential_id: string;
  public_key: Uint8Array;
  counter: number;
  transports: string[];
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}

/** A passkey as the browser made it: base64url id, COSE public key (RFC 9052), counter of uses, ways to reach it. */
export interface Credential {
  id: string;
  publicKey: Uint8Array;
  counter: number;
  transports: string[];
}

export interface StoredPasskey {
  id: Id;
  host: string;
  name: string;
  madeAt: Date;
  usedAt: Date | null;
  credentialId: string;
  transports: string[];
}

/** The passkeys of a person on all hosts, oldest first. */
export function selectPasskeys(db: Database, personId: Id): Promise<StoredPasskey[]> {
  return db
    .selectFrom('passkey')
    .select(['id', 'host', 'name', 'created_at as madeAt', 'last_used_at as usedAt'])
    .select(['credential_id as credentialId', 'transports'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Keeps a passkey; false when that very key is kept already. */
export async function insertPasskey(
  db: Database,
  passkey: { personId: Id; host: string; name: string; credential: Credential; now: Date },
): Promise<boolean> {
  const { credential } = passkey;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('passkey')
    .values({
      id: newId(),
      person_id: passkey.personId,
      host: passkey.host,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports,
      name: passkey.name,
      created_at: passkey.now,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** The passkey with which someone signs in; whoever uses the same at the same moment waits. */
export async function lockCredential(
  db: Database,
  options: { credentialId: string; host: string },
): Promise<(Credential & { passkeyId: Id; personId: Id }) | undefined> {
  const row = await db
    .selectFrom('passkey')
    .select(['id', 'person_id', 'credential_id', 'public_key', 'counter', 'transports'])
    .where('credential_id', '=', options.credentialId)
    .where('host', '=', options.host)
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      passkeyId: row.id,
      personId: row.person_id,
      id: row.credential_id,
      publicKey: row.public_key,
      counter: row.counter,
      transports: row.transports,
    }
  );
}

export async function noteUse(db: Database, passkey: { id: Id; counter: number; now: Date }): Promise<void> {
  await db
    .updateTable('passkey')
    .set({ counter: passkey.counter, last_used_at: passkey.now })
    .where('id', '=', passkey.id)
    .execute();
}

/** Removes a passkey of that person; its name, when there was one. */
export async function deletePasskey(
  db: Database,
  passkey: { id: Id; personId: Id },
): Promise<string | undefined> {
  const row = await db
    .deleteFrom('passkey')
    .where('id', '=', passkey.id)
    .where('person_id', '=', passkey.personId)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}

export async function removePasskeysSince(
  db: Database,
  options: { personId: Id; since: Date },
): Promise<void> {
  await db
    .deleteFrom('passkey')
    .where('person_id', '=', options.personId)
    .where('created_at', '>=', options.since)
    .execute();
}
