import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';
import type { Database } from '#kernel/database.server.ts';
import { newId } from '#kernel/ids.ts';
import { secretNamed } from '#kernel/settings.server.ts';

export type Auth = Awaited<ReturnType<typeof makeAuth>>;

/** Sessions as better-auth keeps them, in our own tables. */
export async function makeAuth(options: { db: Database; origin: string }) {
  const secure = options.origin.startsWith('https:');
  const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
  const auth = betterAuth({
    database: kyselyAdapter(options.db, { type: 'postgres' }),
    secret: await secretNamed(options.db, 'sessions'),
    baseURL: options.origin,
    telemetry: { enabled: false },
    advanced: {
      // On https the name says that no other host, not even a subdomain, can have set it; the library would say less.
      cookiePrefix: secure ? '__Host-entrelacs' : 'entrelacs',
      useSecureCookies: false,
      defaultCookieAttributes: { secure },
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
