import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { askForLink, signIn } from './support/people.ts';
import { expiredSignInLink, mailTo } from './support/site.ts';

const t = translators.fr;

/** A link that opens nothing says why, and offers another one. */
async function expectRefusal(visitor: Visitor, link: string, reason: string) {
  const answer = await visitor.open(link);
  expect(answer.status()).toBe(200);
  await visitor.page.getByText(reason).waitFor();
  expect(await visitor.page.getByRole('button', { name: t('accounts.sign-in.confirm-button') }).count()).toBe(
    0,
  );
  await visitor.page.getByRole('link', { name: t('accounts.sign-in.send') }).waitFor();
}

test('signs in by a link that a scanner followed first, and chooses a name', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const email = 'dominique@example.org';
  const link = await askForLink(visitor, site, email);
  for (let visitOfScanner = 0; visitOfScanner < 5; visitOfScanner += 1) await fetch(link);
  await visitor.open(link);
  await visitor.press(t('accounts.sign-in.confirm-button'));
  expect(await visitor.title()).toBe(t('accounts.account.title'));
  await visitor.page.getByText(t('accounts.account.signed-in-as', { email })).waitFor();
  await visitor.page.getByText(t('accounts.role.contributor')).waitFor();
  await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Dominique');
  await visitor.press(t('accounts.account.name-save'));
  await visitor.page.getByText(t('accounts.account.name-saved')).waitFor();
  expect(await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).inputValue()).toBe(
    'Dominique',
  );
});

test('comes back, once signed in, to the page that asked for it', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  await visitor.open('/pratiques?q=jardin');
  await visitor.follow(() =>
    visitor.page.getByRole('link', { name: 'Jardin partagé près du canal' }).click(),
  );
  const practice = visitor.page.url();
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('records.comments.sign-in') }).click());
  await visitor.page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('retour@example.org');
  await visitor.press(t('accounts.sign-in.send'));
  await visitor.open((await mailTo(site, 'retour@example.org')).link);
  await visitor.press(t('accounts.sign-in.confirm-button'));
  expect(visitor.page.url()).toBe(practice);
});

test('refuses gently a link that is cut, altered, too old or used already', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  await expectRefusal(visitor, '/connexion/lien/abc', t('accounts.error.link-invalid'));
  await expectRefusal(
    visitor,
    await expiredSignInLink(site, 'lente@example.org'),
    t('accounts.error.link-expired'),
  );

  const link = await askForLink(visitor, site, 'prudente@example.org');
  const [address = '', query = ''] = link.split('?');
  const cut = `${address.slice(0, -5)}?${query}`;
  await expectRefusal(visitor, cut, t('accounts.error.link-invalid'));
  const [payload = '', signature = ''] = (address.split('/').at(-1) ?? '').split('.');
  const fields = Buffer.from(payload, 'base64url').toString();
  const forged = Buffer.from(fields.replace('prudente', 'voleuse0')).toString('base64url');
  await expectRefusal(visitor, `/connexion/lien/${forged}.${signature}`, t('accounts.error.link-invalid'));

  await visitor.open(link);
  await visitor.press(t('accounts.sign-in.confirm-button'));
  const thief = await visit({ javaScript: false });
  await expectRefusal(thief, link, t('accounts.error.link-used'));
});

test('two who open the same link at once: one is signed in, the other is told', async ({ visit, site }) => {
  const first = await visit({ javaScript: false });
  const second = await visit({ javaScript: false });
  const link = await askForLink(first, site, 'ensemble@example.org');
  await Promise.all([first.open(link), second.open(link)]);
  await Promise.all([
    first.press(t('accounts.sign-in.confirm-button')),
    second.press(t('accounts.sign-in.confirm-button')),
  ]);
  const refused = await Promise.all(
    [first, second].map(({ page }) => page.getByText(t('accounts.error.link-used')).count()),
  );
  expect(refused.toSorted()).toEqual([0, 1]);
});

test('says that an address is not complete, and keeps it', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  await visitor.open('/connexion');
  await visitor.page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('camille');
  expect((await visitor.press(t('accounts.sign-in.send'))).status()).toBe(422);
  await visitor.page.getByRole('alert').getByText(t('accounts.error.email-invalid')).waitFor();
  const field = visitor.page.getByRole('textbox', { name: t('accounts.sign-in.email') });
  expect(await field.inputValue()).toBe('camille');
});

test('stops sending links to one address after five', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  for (let link = 0; link < 5; link += 1) await askForLink(visitor, site, 'insistante@example.org');
  await visitor.open('/connexion');
  await visitor.page
    .getByRole('textbox', { name: t('accounts.sign-in.email') })
    .fill('insistante@example.org');
  expect((await visitor.press(t('accounts.sign-in.send'))).status()).toBe(422);
  await visitor.page.getByRole('alert').getByText(t('accounts.error.too-many-mails')).waitFor();
});

test('signs out of one device, then of all of them', async ({ visit, site }) => {
  const email = 'partout@example.org';
  const phone = await visit({ device: 'phone', javaScript: false });
  const desktop = await visit({ javaScript: false });
  await signIn(phone, site, email);
  await signIn(desktop, site, email);
  await phone.press(t('accounts.account.sign-out'));
  await phone.open('/compte');
  expect(await phone.title()).toBe(t('accounts.sign-in.title'));
  await desktop.open('/compte');
  expect(await desktop.title()).toBe(t('accounts.account.title'));

  await signIn(phone, site, email);
  await desktop.open('/compte');
  await desktop.press(t('accounts.account.sign-out-everywhere'));
  await phone.open('/compte');
  expect(await phone.title()).toBe(t('accounts.sign-in.title'));
  await desktop.open('/compte');
  expect(await desktop.title()).toBe(t('accounts.sign-in.title'));
});
