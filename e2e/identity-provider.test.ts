import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import {
  type PretendProvider,
  openPretendProvider,
  pretendClient,
} from '#kernel/testing/pretend-provider.server.ts';
import { translators } from '#messages/index.ts';
import { test as shared } from './support/journey.ts';
import { signIn } from './support/people.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';

const t = translators.fr;
const name = 'Essai Connect';

/** A site of one's own, beside an identity provider of one's own. */
let own: Awaited<ReturnType<typeof newSite>>;
let provider: PretendProvider;
let running: RunningSite;
beforeAll(async () => {
  [own, provider] = await Promise.all([newSite(), openPretendProvider()]);
  running = await runSite(own.site, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: pretendClient.clientId,
    OIDC_CLIENT_SECRET: pretendClient.clientSecret,
    OIDC_NAME: name,
  });
});
afterAll(async () => {
  await running.stop();
  provider.close();
  await rm(own.folder, { recursive: true });
});
beforeEach(() => provider.lie({}));
const test = shared.override('site', { scope: 'worker' }, () => own.site);

const signInLink = t('accounts.sign-in.with-provider', { provider: name });

test('signs in with the provider, back to the page that asked, and out of both', async ({ newContext }) => {
  const context = await newContext({ javaScript: false });
  const page = await context.newPage();
  await page.goto('/connexion?vers=%2Factions');
  await page.getByRole('link', { name: signInLink }).click();
  await page.waitForURL(/\/actions$/);
  await page.goto('/compte');
  await page.getByText(t('accounts.account.signed-in-as', { email: 'anne@exemple.test' })).waitFor();
  const ended = page.waitForRequest((request) => request.url().startsWith(`${provider.issuer}/logout`));
  await page.getByRole('button', { name: t('accounts.account.sign-out'), exact: true }).click();
  const asked = new URL((await ended).url()).searchParams;
  expect(asked.get('id_token_hint')).toMatch(/^ey/);
  await page.waitForURL(/\/connexion\/sortie\?state=/);
  await page.getByText(t('accounts.exit.here')).waitFor();
  await page.goto('/compte');
  await page.getByRole('heading', { name: t('accounts.sign-in.title') }).waitFor();
  expect(running.errors()).toBe('');
  await context.close();
});

test('finds the person who signed in by mail before, in their language', async ({
  newContext,
  visit,
  site,
}) => {
  const visitor = await visit({ javaScript: false });
  await signIn(visitor, site, 'berthe@example.org');
  await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Berthe');
  await visitor.press(t('accounts.account.name-save'));
  provider.lie({
    idToken: { sub: 'personne-2' },
    userinfo: { sub: 'personne-2', email: 'Berthe@Example.org' },
    signedUserinfo: 'signed',
  });
  const context = await newContext({ javaScript: false });
  const page = await context.newPage();
  await page.goto('/en/connexion');
  await page
    .getByRole('link', { name: translators.en('accounts.sign-in.with-provider', { provider: name }) })
    .click();
  await page.waitForURL(/\/en\/compte$/);
  expect(await page.getByRole('textbox', { name: translators.en('accounts.owner.name') }).inputValue()).toBe(
    'Berthe',
  );
  await page.getByRole('link', { name: translators.en('accounts.account.to-identities') }).click();
  await page.getByRole('heading', { name, level: 2 }).waitFor();
  await page.getByRole('button', { name: `${translators.en('accounts.identities.remove')} ${name}` }).click();
  await page.getByText(translators.en('accounts.identities.removed', { provider: name })).waitFor();
  await page.getByText(translators.en('accounts.identities.none')).waitFor();
  await context.close();
});

test('says in words why an answer is not good enough, and signs nobody in', async ({ newContext, site }) => {
  const context = await newContext({ javaScript: false });
  const page = await context.newPage();
  const refusals = [
    [{ userinfo: { email_verified: false }, idToken: { sub: 'x' } }, 'provider-refused'],
    [{ idToken: { nonce: 'autre' } }, 'provider-refused'],
    [{ idToken: { aud: 'autre' } }, 'provider-refused'],
    [{ idToken: { sub: 'z' }, userinfo: { sub: 'z', email_verified: false } }, 'provider-email-unverified'],
    [{ idToken: { sub: 'z' }, userinfo: { sub: 'z', email: undefined } }, 'provider-no-email'],
  ] as const;
  for (const [lies, code] of refusals) {
    provider.lie(lies);
    await page.goto('/connexion');
    await page.getByRole('link', { name: signInLink }).click();
    await page
      .getByRole('alert')
      .getByText(t(`accounts.error.${code}`))
      .waitFor();
  }
  provider.lie({});
  await page.goto('/connexion/oidc/retour?code=un-code&state=invente');
  await page.getByRole('alert').getByText(t('accounts.error.provider-too-late')).waitFor();
  await page.goto('/connexion?motif=%3Cscript%3E');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect((await context.cookies(site.origin)).filter(({ name: one }) => one.includes('session'))).toEqual([]);
  await context.close();
});
