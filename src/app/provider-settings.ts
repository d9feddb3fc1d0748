import { z } from 'zod';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ProviderSettings } from '#modules/accounts/index.server.ts';
import { isLoopback } from './loopback.ts';

const words = z
  .string()
  .trim()
  .transform((list) => list.split(/\s+/).filter(Boolean));

const shape = z.object({
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).refine(isSafeIssuer),
  OIDC_CLIENT_ID: z.string().trim().min(1),
  OIDC_CLIENT_SECRET: z.string().trim().min(1),
  OIDC_NAME: z.string().trim().min(1).max(60),
  OIDC_SCOPE: words.default(['openid', 'email']).refine((scopes) => scopes.includes('openid')),
  OIDC_ACR: words.default([]),
  OIDC_EMAIL_TRUSTED: z.enum(['0', '1']).default('0'),
  OIDC_PKCE: z.enum(['0', '1']).default('1'),
});

/** The variables that say with which identity provider people may sign in; none of them, when there is no issuer. */
export function readProviderSettings(
  given: Record<string, string | undefined>,
): Result<ProviderSettings | undefined, { code: 'variable-invalid'; variable: string }> {
  if (given['OIDC_ISSUER'] === undefined) return ok(undefined);
  const read = shape.safeParse(given);
  if (!read.success) {
    return err({ code: 'variable-invalid', variable: String(read.error.issues[0]?.path[0]) });
  }
  const { data } = read;
  return ok({
    issuer: data.OIDC_ISSUER,
    clientId: data.OIDC_CLIENT_ID,
    clientSecret: data.OIDC_CLIENT_SECRET,
    name: data.OIDC_NAME,
    scope: data.OIDC_SCOPE.join(' '),
    levels: data.OIDC_ACR,
    trustsEmail: data.OIDC_EMAIL_TRUSTED === '1',
    pkce: data.OIDC_PKCE === '1',
  });
}

/** Secrets travel to the provider: without https, no further than this machine. */
function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname);
}
