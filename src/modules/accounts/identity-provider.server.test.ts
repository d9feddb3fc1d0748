import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import { guardedClient } from '#kernel/guarded-client.server.ts';
import {
  type Lies,
  type PretendProvider,
  openPretendProvider,
  pretendClient,
} from '#kernel/testing/pretend-provider.server.ts';
import { type ProviderSettings, createIdentityProvider } from './identity-provider.server.ts';

let pretend: PretendProvider;
beforeAll(async () => {
  pretend = await openPretendProvider();
});
afterAll(() => pretend.close());

let reasons: string[];
beforeEach(() => {
  reasons = [];
  pretend.lie({});
});

const callback = 'http://essai.test/connexion/oidc/retour';

function provider(settings: Partial<ProviderSettings> = {}) {
  const all = {
    issuer: pretend.issuer,
    ...pretendClient,
    name: 'Essai Connect',
    scope: 'openid email',
    levels: [],
    trustsEmail: false,
    pkce: true,
    ...settings,
  };
  return createIdentityProvider(all, {
    clientFor: guardedClient,
    onRefusal: (reason) => reasons.push(reason),
  });
}

async function begun(one = provider()) {
  const started = await one.begin(callback);
  if (!started.ok) throw new Error(started.error.code);
  return started.value;
}

/** A whole visit to a provider that tells these lies. */
async function visit(lies: Lies, settings: Partial<ProviderSettings> = {}) {
  pretend.lie(lies);
  const one = provider(settings);
  const { url, visit: kept } = await begun(one);
  return one.finish(pretend.answerTo(url), kept);
}

const refused = (code: string) => ({ ok: false, error: { code } });
const now = () => Math.floor(systemClock.now().getTime() / 1000);

describe('an identity provider', () => {
  it('is asked with state, nonce and PKCE, each new and long', async () => {
    const one = provider();
    const [{ url }, other] = [await begun(one), await begun(one)];
    expect(url.href.startsWith(`${pretend.issuer}/authorize?`)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: pretendClient.clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(url.searchParams.get(name)?.length).toBeGreaterThanOrEqual(32);
      expect(url.searchParams.get(name)).not.toBe(other.url.searchParams.get(name));
    }
  });

  it('says who someone is', async () => {
    expect(await visit({})).toEqual({
      ok: true,
      value: {
        issuer: pretend.issuer,
        subject: 'personne-1',
        email: 'anne@exemple.test',
        emailVerified: true,
        idToken: expect.any(String),
      },
    });
    expect(pretend.asked.get('client_secret')).toBe(pretendClient.clientSecret);
    expect(reasons).toEqual([]);
  });

  it('is believed about an address only when it says it verified it, or the host answers for it', async () => {
    for (const said of [false, 'true', 1, undefined, null]) {
      const lies = { userinfo: { email_verified: said } };
      expect(await visit(lies)).toMatchObject({ ok: true, value: { emailVerified: false } });
      expect(await visit(lies, { trustsEmail: true })).toMatchObject({ value: { emailVerified: true } });
    }
    expect(await visit({ userinfo: { email: undefined } })).toMatchObject({ value: { email: undefined } });
  });

  it('may sign what it tells, as ProConnect does; a forged signature is seen', async () => {
    expect(await visit({ signedUserinfo: 'signed' })).toMatchObject({ ok: true });
    expect(await visit({ signedUserinfo: 'forged' })).toEqual(refused('provider-refused'));
  });

  it.each([
    ['it is not announced', { metadata: { code_challenge_methods_supported: undefined } }, {}],
    ['the host says so', {}, { pkce: false }],
  ])('gets no parameter it may not know: PKCE is left out where %s', async (_, lies, settings) => {
    pretend.lie(lies);
    const one = provider(settings);
    const { url, visit: kept } = await begun(one);
    expect([...url.searchParams.keys()].toSorted()).toEqual([
      'client_id',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    expect(await one.finish(pretend.answerTo(url), kept)).toMatchObject({ ok: true });
  });

  it('is asked for a level of assurance, and a lower one is refused', async () => {
    const levels = ['https://proconnect.gouv.fr/assurance/self-asserted-2fa', 'eidas2'];
    const { url } = await begun(provider({ levels }));
    expect(JSON.parse(url.searchParams.get('claims') ?? '')).toEqual({
      id_token: { acr: { essential: true, values: levels } },
    });
    expect(await visit({ idToken: { acr: 'eidas2' } }, { levels })).toMatchObject({ ok: true });
    for (const acr of ['eidas1', '', undefined, ['eidas2']]) {
      expect(await visit({ idToken: { acr } }, { levels })).toEqual(refused('provider-level'));
    }
  });

  it('is told where a session ends, with the proof it gave', async () => {
    const url = await provider().endOf('preuve', 'http://essai.test/connexion/sortie');
    expect(url?.pathname).toBe('/logout');
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject({
      id_token_hint: 'preuve',
      post_logout_redirect_uri: 'http://essai.test/connexion/sortie',
      state: expect.stringMatching(/^.{32,}$/),
    });
    pretend.lie({ metadata: { end_session_endpoint: undefined } });
    expect(await provider().endOf('preuve', 'http://essai.test/connexion/sortie')).toBeUndefined();
  });
});

describe('an answer that does not hold is refused', () => {
  it.each<[string, Lies]>([
    ['another nonce', { idToken: { nonce: 'x'.repeat(43) } }],
    ['no nonce', { idToken: { nonce: undefined } }],
    ['another audience', { idToken: { aud: 'un-autre-site' } }],
    ['several audiences, for another party', { idToken: { aud: ['entrelacs', 'autre'], azp: 'autre' } }],
    ['an expired token', { idToken: { exp: now() - 3600, iat: now() - 7200 } }],
    ['another issuer', { idToken: { iss: 'https://pirate.test' } }],
    ['no subject', { idToken: { sub: undefined } }],
    ['a signature by another key', { foreignKey: true }],
    ['someone else in what is told of the person', { userinfo: { sub: 'personne-2' } }],
    ['nobody in what is told of the person', { userinfo: { sub: undefined } }],
    ['an error instead of a token', { tokenStatus: 400 }],
    ['a failure instead of a token', { tokenStatus: 500 }],
  ])('with %s', async (_, lies) => {
    expect(await visit(lies)).toEqual(refused('provider-refused'));
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).not.toContain('@');
  });

  it.each([
    ['another state', { state: 'y'.repeat(43) }],
    ['an empty state', { state: '' }],
    ['the name of another issuer', { iss: 'https://pirate.test' }],
  ])('that comes back with %s', async (_, replaced) => {
    const one = provider();
    const { url, visit: kept } = await begun(one);
    expect(await one.finish(pretend.answerTo(url, replaced), kept)).toEqual(refused('provider-refused'));
  });

  it('that names no issuer, when the provider said it would: it may come from another', async () => {
    const one = provider();
    const { url, visit: kept } = await begun(one);
    const back = pretend.answerTo(url);
    back.searchParams.delete('iss');
    expect(await one.finish(back, kept)).toEqual(refused('provider-refused'));
  });

  it('that was meant for another visit: the verifier and the nonce differ', async () => {
    const one = provider();
    const [mine, theirs] = [await begun(one), await begun(one)];
    const back = pretend.answerTo(theirs.url, { state: mine.visit.state });
    expect(await one.finish(back, mine.visit)).toEqual(refused('provider-refused'));
  });

  it('when the person said no over there', async () => {
    const one = provider();
    const { url, visit: kept } = await begun(one);
    const back = pretend.answerTo(url, { error: 'access_denied' });
    back.searchParams.delete('code');
    expect(await one.finish(back, kept)).toEqual(refused('provider-declined'));
  });
});

describe('a provider that cannot be asked', () => {
  it('because nothing answers, or it is on a private network that the host did not name', async () => {
    const away = provider({ issuer: 'http://127.0.0.1:1' });
    expect(await away.begin(callback)).toEqual(refused('provider-unreachable'));
    pretend.lie({ metadata: { token_endpoint: 'http://169.254.169.254/token' } });
    const one = provider();
    const { url, visit: kept } = await begun(one);
    expect(await one.finish(pretend.answerTo(url), kept)).toEqual(refused('provider-unreachable'));
  });

  it('because it says it is another', async () => {
    pretend.lie({ metadata: { issuer: 'https://pirate.test' } });
    expect(await provider().begin(callback)).toEqual(refused('provider-refused'));
  });

  it('is tried again the next time', async () => {
    const one = provider();
    pretend.lie({ metadata: { issuer: 'https://pirate.test' } });
    expect((await one.begin(callback)).ok).toBe(false);
    pretend.lie({});
    expect((await one.begin(callback)).ok).toBe(true);
  });
});
