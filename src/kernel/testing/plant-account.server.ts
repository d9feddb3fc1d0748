import { sql } from 'kysely';
import type { Database } from '../database.server.ts';
import { type Id, newId } from '../ids.ts';

/** What an account holds that needs a device or an identity provider: each word stands nowhere else. */
export async function plantAccount(
  db: Database,
  { personId, email, now }: { personId: Id; email: string; now: Date },
): Promise<Id> {
  const session = newId();
  await sql`
    insert into person_session (id, token, person_id, expires_at, user_agent, created_at, updated_at)
    values (${session}, 'fait04', ${personId}, ${new Date(now.getTime() + 86_400_000)}, 'fait05', ${now}, ${now})`.execute(
    db,
  );
  await sql`insert into provider_session (session_id, issuer, id_token) values (${session}, 'idp', 'fait06')`.execute(
    db,
  );
  await sql`
    insert into person_account (id, account_id, provider_id, person_id, created_at, updated_at)
    values (${newId()}, 'fait07', 'idp', ${personId}, ${now}, ${now})`.execute(db);
  await sql`
    insert into passkey (id, person_id, host, credential_id, public_key, counter, transports, name, created_at)
    values (${newId()}, ${personId}, 'essai.test', 'fait08', 'cle', 0, '{}', 'fait09', ${now})`.execute(db);
  await sql`
    insert into person_verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${newId()}, ${email}, 'fait10', ${now}, ${now}, ${now})`.execute(db);
  await sql`
    insert into person_session (id, token, person_id, expires_at, created_at, updated_at)
    values (${newId()}, 'fait20', ${personId}, ${now}, ${now}, ${now})`.execute(db);
  return session;
}
