import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { test } from './support/journey.ts';
import { addPractice, signIn } from './support/people.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

test('a resident corrects a practice by mail from a phone, and the correction is undone', async ({
  visit,
  ownerAlone,
  site,
}) => {
  const address = await addPractice(ownerAlone, 'Le four du Plessis');
  const resident = await visit({ device: 'phone', javaScript: false });
  const { page } = resident;
  await resident.open(address);
  await resident.follow(() => page.getByRole('link', { name: t('practices.correct.button') }).click());
  await page.getByRole('textbox', { name: t('practices.field.commune') }).fill('Redon, Allaire');
  await page.getByText(t('practices.new.more'), { exact: true }).click();
  await page.getByRole('textbox', { name: t('practices.field.partners') }).fill('Le comité des fêtes');
  expect((await resident.press(t('practices.correct.submit'))).status()).toBe(422);
  const partners = page.getByRole('textbox', { name: t('practices.field.partners') });
  expect(await partners.inputValue()).toBe('Le comité des fêtes');
  await page.getByRole('textbox', { name: t('practices.field.email') }).fill('corrige@example.org');
  await resident.press(t('practices.correct.submit'));
  await page.getByText(t('practices.correct.kept', { email: 'corrige@example.org' })).waitFor();

  await resident.open(address);
  expect(await page.getByText('Le comité des fêtes').count()).toBe(0);
  const { link } = await mailTo(site, 'corrige@example.org');
  // A mail scanner follows links before their reader does.
  expect((await fetch(link)).status).toBe(200);
  await resident.open(link);
  await page.getByText('— → Le comité des fêtes').waitFor();
  await resident.press(t('practices.correct.accept'));
  await page.getByRole('main').getByText('Le comité des fêtes').waitFor();
  await page.getByRole('main').getByText('Redon, Allaire').waitFor();

  const neighbour = await visit();
  await signIn(neighbour, site, 'voisine-qui-annule@example.org');
  await neighbour.open(`${address}/historique`);
  await neighbour.press(t('records.history.undo'));
  expect(await neighbour.page.getByText('Le comité des fêtes').count()).toBe(0);
});

test('whoever made a practice says by a link of a mail that it is still true, then that it changed', async ({
  visit,
  ownerAlone,
  site,
}) => {
  const maker = await visit({ javaScript: false });
  await signIn(maker, site, 'faiseuse@example.org');
  const address = await addPractice(maker, 'Gratiférie du marché');

  const query = new URLSearchParams({ confirmed_before: '2999-01-01', q: 'Gratiférie du marché' });
  await ownerAlone.open(`/pratiques/a-confirmer?${query}`);
  await ownerAlone.press(t('practices.to-confirm.ask-all', { count: 1 }));
  await ownerAlone.page.getByText(t('practices.to-confirm.asked', { asked: 1, mails: 1 })).waitFor();

  const { link, body } = await mailTo(site, 'faiseuse@example.org');
  expect(body).toContain('– Gratiférie du marché');
  const reader = await visit({ device: 'phone', javaScript: false });
  const { page } = reader;
  await reader.open(link);
  await page.getByText(t('practices.confirm.never')).waitFor();
  await reader.press(t('practices.confirm.answer.true'));
  await page.getByText(t('practices.confirm.answered.true')).waitFor();
  await reader.open(address);
  await page.getByText(`(${t('app.ago.days', { count: 0 })})`).waitFor();

  await reader.open(link);
  await reader.press(t('practices.confirm.answer.changed'));
  await page.getByText(t('practices.new.links'), { exact: true }).click();
  await page
    .getByRole('textbox', { name: t('practices.field.links') })
    .fill('Horaires : https://exemple.test/h');
  await reader.press(t('practices.edit.submit'));
  await page.getByRole('link', { name: 'Horaires' }).waitFor();

  await reader.open(link);
  await reader.press(t('practices.confirm.stop'));
  await page.getByText(t('practices.confirm.stopped')).waitFor();
});
