import * as client from 'openid-client';
import type { GuardOptions, GuardedClient } from '#kernel/guarded-client.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';

/** What the host says of the identity provider with which people may sign in. */
export interface ProviderSettings {
  /** The address that its discovery document says it is. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** As people know it: "ProConnect". */
  name: string;
  /** Scopes asked for, separated by spaces. */
  scope: string;
  /** The levels of assurance (`acr`) that are good enough, any one of them; none asked for when empty. */
  levels: string[];
  /** The host answers for its addresses, although the provider does not say that it verified them. */
  trustsEmail: boolean;
  /** False for a provider that announces PKCE and yet refuses its parameters; state and nonce remain. */
  pkce: boolean;
}

/** Whom the provider says someone is. */
export interface Identity {
  issuer: string;
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  /** The signed proof, wanted back when the session ends. */
  idToken: string;
}

/** What the browser keeps while its person is at the provider's. */
export interface ProviderVisit {
  state: string;
  nonce: string;
  verifier: string;
}

export type ProviderRefusal = {
  code: 'provider-unreachable' | 'provider-declined' | 'provider-refused' | 'provider-level';
};

export interface IdentityProvider {
  name: string;
  issuer: string;
  /** The address to send a browser to, and what it must bring back. */
  begin(redirectUri: string): Promise<Result<{ url: URL; visit: ProviderVisit }, ProviderRefusal>>;
  /** Whom the browser that came back to `callback` is. Everything the protocol lets one check is checked. */
  finish(callback: URL, visit: ProviderVisit): Promise<Result<Identity, ProviderRefusal>>;
  /** Where a browser ends its session at the provider's; undefined when the provider has no such place. */
  endOf(idToken: string, returnTo: string): Promise<URL | undefined>;
}

/** How long the provider's description is believed, in milliseconds. */
const believedFor = 60 * 60_000;
/** How long it may take to answer, in seconds. */
const patience = 10;

/**
 * A provider of the host's choice, by OpenID Connect: discovery, authorization code, PKCE, state, nonce, ID token.
 *
 * @param options.clientFor makes what asks the provider, on a private network only where the issuer itself is
 * @param options.onRefusal is told what was wrong, in words for the host; no token, no name, no address
 */
export function createIdentityProvider(
  settings: ProviderSettings,
  options: { clientFor: (guard: GuardOptions) => GuardedClient; onRefusal: (reason: string) => void },
): IdentityProvider {
  const configuration = keptFor(believedFor, () => discover(settings, options.clientFor));
  const refused = (error: unknown): { ok: false; error: ProviderRefusal } => {
    options.onRefusal(reasonOf(error));
    return err({ code: codeOf(error) });
  };
  return {
    name: settings.name,
    issuer: settings.issuer,
    async begin(redirectUri) {
      try {
        return ok(await beginWith(await configuration(), settings, redirectUri));
      } catch (error) {
        return refused(error);
      }
    },
    async finish(callback, visit) {
      try {
        const identity = await finishWith(await configuration(), settings, { callback, visit });
        const { acr, ...rest } = identity;
        if (settings.levels.length === 0 || settings.levels.includes(acr)) {
          return ok({ ...rest, emailVerified: rest.emailVerified || settings.trustsEmail });
        }
        options.onRefusal(`acr "${acr}" is none of ${settings.levels.join(', ')}`);
        return err({ code: 'provider-level' });
      } catch (error) {
        return refused(error);
      }
    },
    async endOf(idToken, returnTo) {
      try {
        const known = await configuration();
        if (known.serverMetadata().end_session_endpoint === undefined) return undefined;
        return client.buildEndSessionUrl(known, {
          id_token_hint: idToken,
          post_logout_redirect_uri: returnTo,
          state: client.randomState(),
        });
      } catch (error) {
        refused(error);
        return undefined;
      }
    },
  };
}

function discover(
  settings: ProviderSettings,
  clientFor: (guard: GuardOptions) => GuardedClient,
): Promise<client.Configuration> {
  const issuer = new URL(settings.issuer);
  // The host chose the issuer, on a private network perhaps; where its description leads, nobody chose.
  const get = clientFor({ privateHosts: [issuer.hostname] });
  const checks = [client.enableNonRepudiationChecks];
  const insecure = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(issuer, settings.clientId, {}, authentication(settings.clientSecret), {
    execute: [...checks, ...insecure],
    timeout: patience,
    [client.customFetch]: get,
  });
}

/** The secret goes in the body, as most want it (ProConnect does), unless the provider takes it in a header only. */
function authentication(secret: string): client.ClientAuth {
  const [inBody, inHeader] = [client.ClientSecretPost(secret), client.ClientSecretBasic(secret)];
  return (...request) => {
    const methods = request[0].token_endpoint_auth_methods_supported;
    const onlyHeader = methods !== undefined && !methods.includes('client_secret_post');
    return (onlyHeader ? inHeader : inBody)(...request);
  };
}

async function beginWith(
  configuration: client.Configuration,
  settings: ProviderSettings,
  redirectUri: string,
): Promise<{ url: URL; visit: ProviderVisit }> {
  const visit = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: settings.scope,
    state: visit.state,
    nonce: visit.nonce,
    ...(settings.levels.length > 0 && { claims: levelsAsked(settings.levels) }),
    ...(usesPkce(configuration, settings) && {
      code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
    }),
  });
  return { url, visit };
}

/** Some providers refuse a parameter they do not know (ProConnect does): PKCE is for those who announce it. */
function usesPkce(configuration: client.Configuration, { pkce }: ProviderSettings): boolean {
  return pkce && configuration.serverMetadata().supportsPKCE();
}

/** OpenID Connect Core 1.0, 5.5.1.1: an essential claim must come with one of these values. */
function levelsAsked(levels: string[]): string {
  return JSON.stringify({ id_token: { acr: { essential: true, values: levels } } });
}

async function finishWith(
  configuration: client.Configuration,
  settings: ProviderSettings,
  { callback, visit }: { callback: URL; visit: ProviderVisit },
): Promise<Identity & { acr: string }> {
  const tokens = await client.authorizationCodeGrant(configuration, callback, {
    expectedState: visit.state,
    expectedNonce: visit.nonce,
    idTokenExpected: true,
    ...(usesPkce(configuration, settings) && { pkceCodeVerifier: visit.verifier }),
  });
  const claims = tokens.claims();
  if (!claims || tokens.id_token === undefined) throw new Error('The answer bears no ID token');
  const told = configuration.serverMetadata().userinfo_endpoint
    ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    : claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: typeof told['email'] === 'string' ? told['email'] : undefined,
    emailVerified: told['email_verified'] === true,
    idToken: tokens.id_token,
    acr: typeof claims['acr'] === 'string' ? claims['acr'] : '',
  };
}

function codeOf(error: unknown): ProviderRefusal['code'] {
  if (error instanceof client.AuthorizationResponseError) return 'provider-declined';
  const unreachable = ['OAUTH_TIMEOUT', 'OUTGOING_REFUSED', 'OUTGOING_FAILED'];
  return codesOf(error).some((code) => unreachable.includes(code))
    ? 'provider-unreachable'
    : 'provider-refused';
}

/** The message and code of an error and of what caused it; never its body, where people's data may be. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...code, ...codesOf(error.cause)];
}

/** Keeps what `make` made for that long; what failed is tried anew. */
function keptFor<T>(milliseconds: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { made: Promise<T>; until: number } | undefined;
  return async () => {
    const now = performance.now();
    if (!kept || kept.until <= now) kept = { made: make(), until: now + milliseconds };
    const { made } = kept;
    try {
      return await made;
    } catch (error) {
      if (kept?.made === made) kept = undefined;
      throw error;
    }
  };
}
