import type { Generated } from 'kysely';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    person_session: PersonSessionTable;
    provider_session: ProviderSessionTable;
  }
}

interface PersonSessionTable {
  id: Id;
  token: string;
  person_id: Id;
  expires_at: Date;
  /** Never filled: addresses of the network are not kept. */
  ip_address: string | null;
  /** The device as `writeDevice` writes it, not what the browser says of itself. */
  user_agent: string | null;
  created_at: Date;
  /** Moves once a day while the session serves. */
  updated_at: Generated<Date>;
}

/** What an identity provider wants back when the session it opened ends. */
interface ProviderSessionTable {
  session_id: Id;
  issuer: string;
  id_token: string;
}

export interface StoredSession {
  id: Id;
  device: string | null;
  openedAt: Date;
  seenAt: Date;
}

/** The sessions of a person that have not expired, the latest seen first. */
export function selectSessions(db: Database, options: { personId: Id; now: Date }): Promise<StoredSession[]> {
  return db
    .selectFrom('person_session')
    .select(['id', 'user_agent as device', 'created_at as openedAt', 'updated_at as seenAt'])
    .where('person_id', '=', options.personId)
    .where('expires_at', '>', options.now)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Ends one session of that person; whether there was one. */
export async function deleteSession(db: Database, session: { id: Id; personId: Id }): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('person_session')
    .where('id', '=', session.id)
    .where('person_id', '=', session.personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Ends all sessions of a person but `kept`; how many there were. */
export async function deleteSessionsOf(
  db: Database,
  options: { personId: Id; kept: Id | null },
): Promise<number> {
  const all = db.deleteFrom('person_session').where('person_id', '=', options.personId);
  const ended = options.kept === null ? all : all.where('id', '!=', options.kept);
  return Number((await ended.executeTakeFirst()).numDeletedRows);
}

/** Ends the sessions of a person that a provider opened, but `kept`. */
export async function deleteSessionsOpenedBy(
  db: Database,
  { personId, issuer, kept }: { personId: Id; issuer: string; kept: Id | null },
): Promise<void> {
  const opened = db.selectFrom('provider_session').select('session_id').where('issuer', '=', issuer);
  const ended = db.deleteFrom('person_session').where('person_id', '=', personId).where('id', 'in', opened);
  await (kept === null ? ended : ended.where('id', '!=', kept)).execute();
}

export async function putProviderSession(
  db: Database,
  session: { sessionId: Id; issuer: string; idToken: string },
): Promise<void> {
  await db
    .insertInto('provider_session')
    .values({ session_id: session.sessionId, issuer: session.issuer, id_token: session.idToken })
    .execute();
}

/** The proof with which a provider opened that session; undefined when none did. */
export async function findProviderSession(
  db: Database,
  session: { sessionId: Id; issuer: string },
): Promise<{ idToken: string } | undefined> {
  return db
    .selectFrom('provider_session')
    .select('id_token as idToken')
    .where('session_id', '=', session.sessionId)
    .where('issuer', '=', session.issuer)
    .executeTakeFirst();
}
