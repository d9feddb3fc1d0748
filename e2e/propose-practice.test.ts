import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { photo } from './support/files.ts';
import { devices, test } from './support/journey.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

test.for(devices)(
  'someone without an account proposes a practice by mail, without JavaScript, on a %s',
  async (device, { visit, site }) => {
    const title = `Prêt d’échelles entre voisins (${device})`;
    const email = `proposer-${device}@example.org`;
    const author = await visit({ device, javaScript: false });
    const { page } = author;
    await author.open('/pratiques');
    await author.follow(() => page.getByRole('link', { name: t('practices.list.propose') }).click());
    await page.getByRole('textbox', { name: t('practices.field.title') }).fill(title);
    await page.getByRole('textbox', { name: t('practices.field.commune') }).fill('Redon');
    await page.getByRole('textbox', { name: t('practices.field.description') }).fill('Une *grande* échelle.');
    await page.getByText(t('practices.new.more'), { exact: true }).click();
    await page.getByRole('textbox', { name: t('practices.field.since') }).fill('mars 2016');
    await page.getByRole('textbox', { name: t('practices.field.email') }).fill(email);
    const wide = 'Une échelle contre un pommier';
    await page.getByText(t('files.proposed'), { exact: true }).click();
    const file = page.getByLabel(t('files.picture'));
    await file.setInputFiles({
      name: 'pas-une-photo.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('non'),
    });
    await page.getByRole('textbox', { name: t('files.description-picture') }).fill(wide);
    expect((await author.press(t('practices.new.submit-mail'))).status()).toBe(422);
    await page.getByRole('link', { name: t('files.error-not-a-picture') }).waitFor();
    await file.setInputFiles({ name: 'echelle.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await page.getByLabel(t('files.proposed-licence')).selectOption('CC-BY-SA-4.0');
    expect((await author.press(t('practices.new.submit-mail'))).status()).toBe(200);
    await page.getByText(t('practices.new.kept', { email })).waitFor();

    const reader = await visit({ device, javaScript: false });
    await reader.open(`/pratiques?q=${encodeURIComponent(title)}`);
    expect(await reader.page.getByRole('link', { name: title, exact: true }).count()).toBe(0);

    const { link } = await mailTo(site, email);
    // A mail scanner follows links before their reader does.
    for (let visitOfScanner = 0; visitOfScanner < 5; visitOfScanner += 1) {
      expect((await fetch(link)).status).toBe(200);
    }
    await author.open(link);
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText(t('files.proposed-comes', { picture: wide })).waitFor();
    await author.press(t('practices.proposal.accept'));
    expect(await author.title()).toBe(title);
    await page.getByRole('main').getByText('Redon').first().waitFor();
    await page.getByRole('emphasis').getByText('grande').waitFor();

    await author.open('/compte');
    await page.getByText(t('accounts.account.signed-in-as', { email })).waitFor();

    await reader.open(`/pratiques?q=${encodeURIComponent(title)}`);
    await reader.follow(() => reader.page.getByRole('link', { name: title, exact: true }).click());
    expect(await reader.title()).toBe(title);
    await reader.page.getByRole('img', { name: wide }).waitFor();

    await reader.open(link);
    await reader.page.getByText(t('practices.proposal.used')).waitFor();
    expect(await reader.page.getByRole('button', { name: t('practices.proposal.accept') }).count()).toBe(0);
  },
);

/** What a screen reader adds to the name of a control. */
function descriptionOf(control: Locator): Promise<string> {
  return control.evaluate((element) => {
    const ids = (element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  });
}

test('says what is missing from a proposal, beside each field, and keeps the rest', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open('/pratiques/nouvelle');
  await page.getByRole('textbox', { name: t('practices.field.pitch') }).fill('Une phrase');
  await page.getByText(t('practices.new.more'), { exact: true }).click();
  await page.getByRole('textbox', { name: t('practices.field.since') }).fill('autrefois');
  await page.getByRole('textbox', { name: t('practices.field.email') }).fill('personne@example');
  expect((await visitor.press(t('practices.new.submit-mail'))).status()).toBe(422);
  const summary = page.getByRole('alert');
  await summary.getByRole('link', { name: t('accounts.error.email-invalid') }).waitFor();
  for (const field of ['title', 'commune', 'since'] as const) {
    await summary.getByRole('link', { name: t(`practices.error.${field}`) }).waitFor();
    const control = page.getByRole('textbox', { name: t(`practices.field.${field}`) });
    expect(await control.getAttribute('aria-invalid')).toBe('true');
    expect(await descriptionOf(control)).toContain(t(`practices.error.${field}`));
  }
  expect(await page.getByRole('textbox', { name: t('practices.field.pitch') }).inputValue()).toBe(
    'Une phrase',
  );
  expect(await page.getByRole('textbox', { name: t('practices.field.email') }).inputValue()).toBe(
    'personne@example',
  );
  expect(await page.title()).toMatch(new RegExp(`^${t('app.error.page-title')}`));
});
