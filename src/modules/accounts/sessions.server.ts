import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import { deviceOf, writeDevice } from './device.ts';
import type { CurrentPerson } from './person.ts';
import { roleOf } from './person-store.server.ts';

/**
 * Sessions are better-auth's, so that passkeys and OIDC plug in beside; what opens one is our own signed
 * link, so that every mail link of the product behaves alike (ADR 0003).
 */
export type Sessions = Awaited<ReturnType<typeof makeSessions>>;

export async function makeSessions(options: { db: Database; origin: string }) {
  const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
  const auth = betterAuth({
    database: kyselyAdapter(options.db, { type: 'postgres' }),
    secret: await secretNamed(options.db, 'sessions'),
    baseURL: options.origin,
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'entrelacs',
      useSecureCookies: options.origin.startsWith('https:'),
      database: { generateId: () => newId() },
      // Addresses of visitors are not kept.
      ipAddress: { disableIpTracking: true },
    },
    user: { modelName: 'person', fields: { emailVerified: 'email_verified', ...timestamps } },
    session: {
      modelName: 'person_session',
      expiresIn: 60 * 60 * 24 * 30,
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...timestamps,
      },
    },
    account: {
      modelName: 'person_account',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...timestamps,
      },
    },
    verification: { modelName: 'person_verification', fields: { expiresAt: 'expires_at', ...timestamps } },
    plugins: [{ id: 'entrelacs', endpoints: { openSession } }],
  });
  return auth;
}

/** Reachable from our own code only: it has no address. */
const openSession = createAuthEndpoint(
  { method: 'POST', body: z.object({ personId: z.string(), device: z.string() }) },
  async (ctx) => {
    const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId);
    if (!user) throw new Error('A session is opened only for a person who exists');
    // What the browser says of itself would tell people apart: only the names of browser and system are kept.
    const kept = { userAgent: ctx.body.device };
    const session = await ctx.context.internalAdapter.createSession(user.id, false, kept);
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ sessionId: session.id });
  },
);

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
  const answer = await sessions.api.openSession({ body: { personId, device }, headers, returnHeaders: true });
  return { headers: answer.headers, sessionId: answer.response.sessionId };
}

/** Which session the request comes with; undefined for a visitor. */
export async function currentSessionId(sessions: Sessions, headers: Headers): Promise<Id | undefined> {
  const found = await sessions.api.getSession({ headers });
  return found?.session.id;
}

/** Who the request comes from, with their role on this territory; undefined for a visitor. */
export async function findCurrentPerson(
  sessions: Sessions,
  options: { db: Database; territoryId: Id; headers: Headers },
): Promise<CurrentPerson | undefined> {
  if (!options.headers.get('cookie')?.includes('entrelacs.session_token')) return undefined;
  const found = await sessions.api.getSession({ headers: options.headers });
  if (!found) return undefined;
  const { id, name, email } = found.user;
  const role = await roleOf(options.db, { territoryId: options.territoryId, personId: id });
  return { id, name, email, role };
}

/** Ends this session; the answer's headers clear the cookie. */
export async function closeSession(sessions: Sessions, headers: Headers): Promise<Headers> {
  const answer = await sessions.api.signOut({ headers, returnHeaders: true });
  return answer.headers;
}

/** Ends every session of the person, on every device: the next request of each is a visitor's. */
export async function closeAllSessions(sessions: Sessions, context: Context): Promise<void> {
  if (!context.actor.personId) return;
  const { internalAdapter } = await sessions.$context;
  await internalAdapter.deleteUserSessions(context.actor.personId);
}
