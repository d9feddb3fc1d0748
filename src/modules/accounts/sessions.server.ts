import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { Auth } from './auth.server.ts';
import { deviceOf, writeDevice } from './device.ts';
import type { CurrentPerson } from './person.ts';
import { roleOf } from './person-store.server.ts';

/**
 * Sessions are better-auth's, so that passkeys and OIDC plug in beside; what opens one is our own signed
 * link, so that every mail link of the product behaves alike (ADR 0003).
 */
export interface Sessions {
  /** Loaded when somebody first signs in or comes back: it takes 20 MB, and a command line never needs it. */
  auth(): Promise<Auth>;
}

export function makeSessions(options: { db: Database; origin: string }): Sessions {
  let loading: Promise<Auth> | undefined;
  async function load(): Promise<Auth> {
    const { makeAuth } = await import('./auth.server.ts');
    return makeAuth(options);
  }
  return {
    auth() {
      loading ??= load();
      // The next request tries again.
      loading.catch(() => (loading = undefined));
      return loading;
    },
  };
}

/** Opens a session; the answer's headers carry the cookie to set. */
export async function openSessionFor(sessions: Sessions, personId: Id, headers: Headers): Promise<Headers> {
  return (await openNamedSession(sessions, personId, headers)).headers;
}

/** The same, for whoever needs to know which session it is. */
export async function openNamedSession(
  sessions: Sessions,
  personId: Id,
  headers: Headers,
): Promise<{ headers: Headers; sessionId: Id }> {
  const device = writeDevice(deviceOf(headers.get('user-agent') ?? ''));
  const { api } = await sessions.auth();
  const answer = await api.openSession({ body: { personId, device }, headers, returnHeaders: true });
  return { headers: answer.headers, sessionId: answer.response.sessionId };
}

/** Which session the request comes with; undefined for a visitor. */
export async function currentSessionId(sessions: Sessions, headers: Headers): Promise<Id | undefined> {
  const { api } = await sessions.auth();
  const found = await api.getSession({ headers });
  return found?.session.id;
}

/** Who the request comes from, with their role on this territory; undefined for a visitor. */
export async function findCurrentPerson(
  sessions: Sessions,
  options: { db: Database; territoryId: Id; headers: Headers },
): Promise<CurrentPerson | undefined> {
  if (!options.headers.get('cookie')?.includes('entrelacs.session_token')) return undefined;
  const { api } = await sessions.auth();
  const found = await api.getSession({ headers: options.headers });
  if (!found) return undefined;
  const { id, name, email } = found.user;
  const role = await roleOf(options.db, { territoryId: options.territoryId, personId: id });
  return { id, name, email, role };
}

/** Ends this session; the answer's headers clear the cookie. */
export async function closeSession(sessions: Sessions, headers: Headers): Promise<Headers> {
  const { api } = await sessions.auth();
  const answer = await api.signOut({ headers, returnHeaders: true });
  return answer.headers;
}

/** Ends every session of the person, on every device: the next request of each is a visitor's. */
export async function closeAllSessions(sessions: Sessions, context: Context): Promise<void> {
  if (!context.actor.personId) return;
  const { internalAdapter } = await (await sessions.auth()).$context;
  await internalAdapter.deleteUserSessions(context.actor.personId);
}
