import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { signIn } from './support/people.ts';
import { mailTo, type Site } from './support/site.ts';

const t = translators.fr;
const en = translators.en;

/** A device's own lock, as Chromium pretends it: keys that it offers by itself, behind a finger that is always right. */
async function holdKeys({ context, page }: Visitor): Promise<{ lock: () => Promise<void> }> {
  const browser = await context.newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    lock: async () => {
      await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    },
  };
}

async function askForAddress(visitor: Visitor, site: Site, email: string): Promise<string> {
  await visitor.open('/compte/adresse');
  await visitor.page.getByRole('textbox', { name: t('accounts.email.new') }).fill(email);
  await visitor.press(t('accounts.email.send'));
  await visitor.page.getByText(t('accounts.email.kept', { email })).waitFor();
  return (await mailTo(site, email)).link;
}

/** Presses a button of a page with JavaScript, once its script has settled. */
async function pressOnTool(visitor: Visitor, name: string) {
  await visitor.page.waitForLoadState('networkidle');
  return visitor.press(name);
}

async function addKey(visitor: Visitor, name: string): Promise<void> {
  await visitor.open('/compte/cles');
  await visitor.page.getByRole('textbox', { name: t('accounts.passkeys.name') }).fill(name);
  await pressOnTool(visitor, t('accounts.passkeys.add'));
}

async function follow(visitor: Visitor, name: string): Promise<void> {
  await visitor.follow(() => visitor.page.getByRole('link', { name, exact: true }).click());
}

async function signOut(visitor: Visitor): Promise<void> {
  await visitor.open('/compte');
  await visitor.press(t('accounts.account.sign-out'));
}

test('adds a passkey, and signs in with it, back to the page that asked', async ({ visit, site }) => {
  const email = 'cle@example.org';
  const visitor = await visit({ device: 'phone' });
  await holdKeys(visitor);
  await signIn(visitor, site, email);
  await follow(visitor, t('accounts.account.to-passkeys'));
  await visitor.page.getByText(t('accounts.passkeys.none')).waitFor();
  await addKey(visitor, 'Mon téléphone');
  await visitor.page.getByText(t('accounts.passkeys.added', { name: 'Mon téléphone' })).waitFor();
  expect((await mailTo(site, email)).body).toContain('Mon téléphone');

  await visitor.page.getByRole('textbox', { name: t('accounts.passkeys.name') }).fill('La même');
  await visitor.page.getByRole('button', { name: t('accounts.passkeys.add') }).click();
  await visitor.page.getByText(t('accounts.passkeys.already')).waitFor();

  await signOut(visitor);
  await visitor.open('/connexion?vers=%2Factions');
  await follow(visitor, t('accounts.sign-in.with-passkey'));
  await pressOnTool(visitor, t('accounts.passkeys.sign-in'));
  expect(new URL(visitor.page.url()).pathname).toBe('/actions');
  await visitor.open('/compte');
  await visitor.page.getByText(t('accounts.account.signed-in-as', { email })).waitFor();
});

test('removes a passkey: it opens nothing any more, and the mail link still does', async ({
  visit,
  site,
}) => {
  const visitor = await visit();
  await holdKeys(visitor);
  await signIn(visitor, site, 'cle-retiree@example.org');
  await addKey(visitor, 'Ordinateur');
  const named = t('accounts.passkeys.remove-hint', { name: 'Ordinateur' });
  await pressOnTool(visitor, `${t('accounts.passkeys.remove')} ${named}`);
  await visitor.page.getByText(t('accounts.passkeys.removed', { name: 'Ordinateur' })).waitFor();
  await signOut(visitor);
  await visitor.open('/connexion/cle');
  const answer = await pressOnTool(visitor, t('accounts.passkeys.sign-in'));
  expect(answer.status()).toBe(422);
  await visitor.page.getByRole('alert').getByText(t('accounts.error.passkey-unknown')).waitFor();
  await follow(visitor, t('accounts.passkeys.by-mail'));
  expect(await visitor.title()).toBe(t('accounts.sign-in.title'));
});

test('says that nothing was done when the device’s lock stays shut', async ({ visit }) => {
  const visitor = await visit();
  const keys = await holdKeys(visitor);
  await keys.lock();
  await visitor.open('/connexion/cle');
  await visitor.page.getByRole('button', { name: t('accounts.passkeys.sign-in') }).click();
  await visitor.page.getByRole('status').getByText(t('accounts.passkeys.stopped')).waitFor();
});

test('says, without JavaScript, that the mail link opens the same account', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  await visitor.open('/connexion/cle');
  await visitor.page.getByText(t('accounts.passkeys.needs-script')).waitFor();
  expect(await visitor.page.getByRole('button', { name: t('accounts.passkeys.sign-in') }).count()).toBe(0);
  await signIn(visitor, site, 'sans-script@example.org');
  await visitor.open('/en/compte/cles');
  await visitor.page.getByText(en('accounts.passkeys.needs-script')).waitFor();
});

test('lists the devices where one is signed in, and closes one, then all others', async ({ visit, site }) => {
  const email = 'appareils@example.org';
  const [phone, tablet, desktop] = await Promise.all([
    visit({ device: 'phone', javaScript: false }),
    visit({ device: 'phone', javaScript: false }),
    visit({ javaScript: false }),
  ]);
  for (const visitor of [phone, tablet, desktop]) await signIn(visitor, site, email);
  await follow(desktop, t('accounts.account.to-sessions'));
  const devices = desktop.page.getByRole('main').getByRole('listitem');
  expect(await devices.count()).toBe(3);
  await devices
    .filter({ hasText: t('accounts.sessions.this-one') })
    .getByText('Chrome, Linux')
    .waitFor();
  const end = desktop.page.getByRole('button', { name: new RegExp(`^${t('accounts.sessions.end')} Chrome`) });
  expect(await end.count()).toBe(2);
  await desktop.follow(() => end.first().click());
  await desktop.page.getByText(t('accounts.sessions.ended')).waitFor();
  expect(await devices.count()).toBe(2);
  await desktop.press(t('accounts.sessions.end-others'));
  await desktop.page.getByText(t('accounts.sessions.others-ended', { count: 1 })).waitFor();
  await desktop.page.getByText(t('accounts.sessions.alone')).waitFor();
  for (const visitor of [phone, tablet]) {
    await visitor.open('/compte/sessions');
    expect(await visitor.title()).toBe(t('accounts.sign-in.title'));
  }
});

test('changes address by a link that a scanner followed first', async ({ visit, site }) => {
  const [old, email] = ['ancienne@example.org', 'nouvelle@example.org'];
  const phone = await visit({ device: 'phone', javaScript: false });
  const desktop = await visit({ javaScript: false });
  await signIn(phone, site, old);
  await signIn(desktop, site, old);
  const link = await askForAddress(desktop, site, email);
  const stranger = await visit({ javaScript: false });
  await stranger.open(link);
  await stranger.page.getByText(t('accounts.error.sign-in-to-change')).waitFor();
  for (let scanned = 0; scanned < 3; scanned += 1) await fetch(link);
  await desktop.open(link);
  await desktop.page.getByText(t('accounts.email.confirm', { old, new: email })).waitFor();
  await desktop.press(t('accounts.email.confirm-button'));
  await desktop.page.getByText(t('accounts.email.done', { email })).waitFor();
  await phone.open('/compte');
  expect(await phone.title()).toBe(t('accounts.sign-in.title'));

  const { link: restore } = await mailTo(site, old);
  await phone.open(restore);
  await phone.press(t('accounts.email.restore-button'));
  await phone.page.getByText(t('accounts.email.restored', { email: old })).waitFor();
  await desktop.open('/compte');
  expect(await desktop.title()).toBe(t('accounts.sign-in.title'));
  await signIn(desktop, site, old);
  await desktop.page.getByText(t('accounts.account.signed-in-as', { email: old })).waitFor();
});

test('does not tell whether an address is someone’s, except to its reader', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  await signIn(visitor, site, 'deja@example.org');
  await signOut(visitor);
  await signIn(visitor, site, 'curieuse@example.org');
  await visitor.open('/compte/adresse');
  await visitor.page.getByRole('textbox', { name: t('accounts.email.new') }).fill('deja@example.org');
  await visitor.press(t('accounts.email.send'));
  await visitor.page.getByText(t('accounts.email.kept', { email: 'deja@example.org' })).waitFor();
  const mail = await mailTo(site, 'deja@example.org');
  expect(mail.subject).toContain(t('accounts.email.taken.subject', { territory: '' }).trim());
  expect(mail.link).toBe('');
  expect((await visitor.press(t('accounts.email.send'))).status()).toBe(422);
  await visitor.page.getByRole('alert').getByText(t('accounts.error.email-invalid')).waitFor();
});
