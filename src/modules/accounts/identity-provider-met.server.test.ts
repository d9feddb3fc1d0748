import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardedClient } from '#kernel/guarded-client.server.ts';
import { type ProviderSettings, createIdentityProvider } from './identity-provider.server.ts';

/** A provider that many services run, certified by the OpenID Foundation, so that we do not only meet our own idea of one. */
let server: Server;
let settings: ProviderSettings;
const callback = 'http://essai.test/connexion/oidc/retour';
const goodbye = 'http://essai.test/connexion/sortie';

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientSecret = 'un-secret-assez-long-pour-etre-accepte';
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'entrelacs',
        client_secret: clientSecret,
        redirect_uris: [callback],
        post_logout_redirect_uris: [goodbye],
        token_endpoint_auth_method: 'client_secret_post',
        userinfo_signed_response_alg: 'RS256',
      },
    ],
    features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, email: 'anne@exemple.test', email_verified: true }),
    }),
    cookies: { keys: ['cle-de-demonstration'] },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      return provider.interactionFinished(request, response, { login: { accountId: 'personne-1' } });
    }
    const grant = new provider.Grant({
      accountId: session?.accountId ?? '',
      clientId: String(params['client_id']),
    });
    grant.addOIDCScope('openid email');
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  });
  settings = {
    issuer,
    clientId: 'entrelacs',
    clientSecret,
    name: 'Essai Connect',
    scope: 'openid email',
    levels: [],
    trustsEmail: false,
    pkce: true,
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Follows redirects as a browser does, with its cookies, until one leaves the provider. */
async function browse(from: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = from;
  for (let step = 0; step < 10; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const one of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`The provider answered ${answer.status} at ${url.pathname}`);
    url = new URL(location, url);
    if (url.origin !== from.origin) return url;
  }
  throw new Error('The provider goes round in circles');
}

it('signs someone in with a provider as one meets them, which signs what it tells', async () => {
  const reasons: string[] = [];
  const provider = createIdentityProvider(settings, {
    clientFor: guardedClient,
    onRefusal: (reason) => reasons.push(reason),
  });
  const begun = await provider.begin(callback);
  if (!begun.ok) throw new Error(reasons.join());
  const back = await browse(begun.value.url);
  const identity = await provider.finish(back, begun.value.visit);
  expect({ identity, reasons }).toMatchObject({
    identity: {
      ok: true,
      value: { subject: 'personne-1', email: 'anne@exemple.test', emailVerified: true },
    },
    reasons: [],
  });
  expect((await provider.finish(back, begun.value.visit)).ok, 'a code serves once').toBe(false);
  const idToken = identity.ok ? identity.value.idToken : '';
  const end = await provider.endOf(idToken, goodbye);
  expect(end?.pathname).toBe('/session/end');
  const page = await fetch(end ?? '');
  expect(page.status).toBe(200);
});
