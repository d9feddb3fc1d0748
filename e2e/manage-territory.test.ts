import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { test } from './support/journey.ts';
import { mailTo, ownerLink } from './support/site.ts';

const t = translators.fr;

test('the owner link says what is missing, makes an owner, and serves once', async ({ visit, site }) => {
  const link = await ownerLink(site);
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open(link);
  await page.getByRole('textbox', { name: t('accounts.owner.name') }).fill('Sacha');
  await page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('sacha');
  expect((await visitor.press(t('accounts.owner.accept'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('accounts.error.email-invalid')).waitFor();
  expect(await page.getByRole('textbox', { name: t('accounts.owner.name') }).inputValue()).toBe('Sacha');
  await page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('sacha@example.org');
  await visitor.press(t('accounts.owner.accept'));
  await page.getByRole('main').getByText(t('accounts.role.owner'), { exact: true }).waitFor();

  const second = await visit({ javaScript: false });
  await second.open(link);
  await second.page.getByText(t('accounts.error.link-used')).waitFor();
  expect(await second.page.getByRole('button', { name: t('accounts.owner.accept') }).count()).toBe(0);
});

test('the owner reads waiting mails, but not the links that sign others in', async ({
  visit,
  owner,
  site,
}) => {
  const asker = await visit({ javaScript: false });
  await asker.open('/connexion');
  await asker.page.getByRole('textbox', { name: t('accounts.sign-in.email') }).fill('secrete@example.org');
  await asker.press(t('accounts.sign-in.send'));
  const { link } = await mailTo(site, 'secrete@example.org');

  const visitor = await visit({ as: owner, javaScript: false });
  await visitor.open('/compte');
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('accounts.outbox.title') }).click());
  const mail = visitor.page.getByRole('article').filter({ hasText: 'secrete@example.org' });
  await mail.getByText(`${site.origin}/…`).waitFor();
  const token = new URL(link).pathname.split('/').at(-1) ?? '';
  expect(token.length).toBeGreaterThan(40);
  expect(await visitor.page.content()).not.toContain(token);
  expect(await visitor.page.content()).not.toContain('/connexion/lien/');
});

test('the owner sees the work under way', async ({ visit, owner }) => {
  const visitor = await visit({ as: owner, javaScript: false, device: 'phone' });
  await visitor.open('/compte');
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('accounts.jobs.title') }).click());
  const table = visitor.page.getByRole('table', { name: t('accounts.jobs.title') });
  await table
    .getByRole('rowheader', { name: t('accounts.jobs.send-mail') })
    .first()
    .waitFor();
});

test('nobody else opens the owner’s pages', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  for (const path of ['/gestion/courriels', '/gestion/travaux']) {
    const answer = await visitor.open(path);
    expect(answer.status()).toBe(401);
    await visitor.page.getByText(t('app.error.sign-in-first')).waitFor();
  }
});
