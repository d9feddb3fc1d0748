import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import {
  inviteAddress,
  makeCards,
  openEvaluation,
  openInvitation,
  openSession,
} from './support/evaluations.ts';
import { type Visitor, test } from './support/journey.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

async function answerFirst(visitor: Visitor) {
  await visitor.page.getByRole('radiogroup').first().getByRole('radio').first().check();
  return visitor.press(t('evaluation.answer.save'));
}

async function unfold({ page }: Visitor, words: string) {
  await page.getByText(words, { exact: true }).click();
}

/** Some day so many days from now, as a field of dates takes it, and in words. */
function inDays(count: number): { iso: string; words: string } {
  const day = new Date(Date.now() + count * 86_400_000);
  const words = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(day);
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(day);
  return { iso, words };
}

test('the code of a card, typed on a phone, opens the sheet; typed again, it opens the same', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  await openSession(facilitator, 'Cartes');
  const [code = '', other = ''] = await makeCards(facilitator, 'Voisinage', 2);
  expect(await facilitator.title()).toBe(t('evaluation.card.title', { count: 2, college: 'Voisinage' }));
  expect(await facilitator.page.getByRole('img', { name: code }).count()).toBe(1);

  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  const field = page.getByRole('textbox', { name: t('evaluation.code.field') });
  await visitor.open('/evaluations');
  await visitor.follow(() => page.getByRole('link', { name: t('evaluation.code.title') }).click());
  await field.fill(`${code.slice(0, 5)}x`);
  expect((await visitor.press(t('evaluation.code.submit'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('evaluation.error.code-malformed')).waitFor();
  expect(await field.inputValue()).toBe(`${code.slice(0, 5)}x`);
  await field.fill('BBBBB-BBBBB');
  expect((await visitor.press(t('evaluation.code.submit'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('evaluation.error.code-unknown')).waitFor();

  await field.fill(code.toLowerCase().replace('-', ' '));
  await visitor.press(t('evaluation.code.submit'));
  await page.getByText(t('evaluation.promise.anonymous-title', { college: 'Voisinage' })).waitFor();
  await visitor.follow(() => page.getByRole('link', { name: t('evaluation.answer.start') }).click());
  await answerFirst(visitor);

  const photographed = await visit({ javaScript: false, device: 'phone' });
  await photographed.open(`/r/${code}`);
  await photographed.open(`${photographed.page.url()}?etape=1`);
  const first = photographed.page.getByRole('radiogroup').first().getByRole('radio').first();
  expect(await first.isChecked()).toBe(true);
  await photographed.open(`/r/${other}`);
  await photographed.open(`${photographed.page.url()}?etape=1`);
  expect(await first.isChecked()).toBe(false);
});

test('cards fit a phone, are accessible, and are printed eight on a sheet', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner });
  const { page, context } = facilitator;
  await bringChecker(context);
  await openSession(facilitator, 'Cartes à imprimer');
  await makeCards(facilitator, 'Bureau', 9);
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  // Each page of a PDF is an object of that type (ISO 32000-1, 7.7.3.3); 595 × 842 points are A4.
  const text = pdf.toString('latin1');
  expect(text.match(/\/Type \/Page\b/g)).toHaveLength(2);
  expect(text).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
});

test('a withdrawn invitation says so gently, and hands back what was being written', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  await openSession(facilitator, 'Invitation de trop');
  await inviteAddress(facilitator, 'Voisinage', 'de-trop@example.org');
  const { link } = await mailTo(site, 'de-trop@example.org');
  const visitor = await visit({ javaScript: false, device: 'phone' });
  await visitor.open(`${link}?etape=1`);
  const reason = visitor.page.getByRole('textbox', { name: t('evaluation.answer.reason') }).first();
  await reason.fill('Ce que je voulais dire.');

  await openInvitation(facilitator, 'de-trop@example.org');
  await facilitator.page.getByText(t('evaluation.invitation.standing-anonymous')).waitFor();
  await unfold(facilitator, t('evaluation.invitation.withdraw'));
  await facilitator.press(t('evaluation.invitation.withdraw-confirm'));
  await facilitator.page.getByText(t('evaluation.invitation.done-withdrawn')).waitFor();

  expect((await visitor.press(t('evaluation.answer.save'))).status()).toBe(403);
  expect(await visitor.title()).toBe(t('evaluation.refused.withdrawn-title'));
  await visitor.page.getByText(t('evaluation.refused.invitation-withdrawn')).waitFor();
  await visitor.page.getByText('Ce que je voulais dire.', { exact: true }).waitFor();
});

test('a wrong address is corrected: the right one answers, and is seen to in a named college', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const address = await openSession(facilitator, 'Adresse fausse');
  await inviteAddress(facilitator, 'Bureau', 'camile@example.org');
  await openInvitation(facilitator, 'camile@example.org');
  const field = page.getByRole('textbox', { name: t('evaluation.invitation.address') });
  await field.fill('camille');
  expect((await facilitator.press(t('evaluation.invitation.correct'))).status()).toBe(422);
  expect(await field.inputValue()).toBe('camille');
  await field.fill('camille@example.net');
  await facilitator.press(t('evaluation.invitation.correct'));
  await page.getByText(t('evaluation.invitation.done-corrected')).waitFor();

  const visitor = await visit({ javaScript: false, device: 'phone' });
  await visitor.open((await mailTo(site, 'camile@example.org')).link);
  expect(await visitor.title()).toBe(t('evaluation.refused.withdrawn-title'));
  await visitor.open((await mailTo(site, 'camille@example.net')).link);
  const signature = visitor.page.getByRole('textbox', { name: t('evaluation.sign.signature') });
  await signature.fill(`La commune ${'et ses voisines '.repeat(20)}`);
  await visitor.page.getByRole('checkbox', { name: t('evaluation.sign.consent') }).check();
  expect((await visitor.press(t('evaluation.answer.start'))).status()).toBe(422);
  await visitor.page.getByRole('alert').getByText('130 caractères de trop').waitFor();
  expect((await signature.inputValue()).length).toBeGreaterThan(300);
  await signature.fill('La commune');
  await visitor.press(t('evaluation.answer.start'));
  await answerFirst(visitor);

  await facilitator.open(address);
  await facilitator.follow(() => page.getByRole('link', { name: t('evaluation.tools.invite') }).click());
  await page.getByText(t('evaluation.invite.mailed', { count: 1 })).click();
  const item = page.getByRole('listitem').filter({ hasText: 'camille@example.net' });
  await item.getByText(t('evaluation.standing.answered')).waitFor();
});

test('the closing day moves: the sheet says so, and those invited hear of it if asked', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const address = await openSession(facilitator, 'Plus tard');
  await inviteAddress(facilitator, 'Voisinage', 'patience@example.org');
  const first = await mailTo(site, 'patience@example.org');
  const move = async (day: string) => {
    await facilitator.open(address);
    await unfold(facilitator, t('evaluation.move.title'));
    await page.getByLabel(t('evaluation.move.day')).fill(day);
  };
  const [soon, later] = [inDays(10), inDays(20)];
  await move(inDays(-2).iso);
  expect((await facilitator.press(t('evaluation.move.submit'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('evaluation.error.day-past')).waitFor();
  await move(soon.iso);
  await facilitator.press(t('evaluation.move.submit'));
  await page.getByText(t('evaluation.move.done', { count: 0 })).waitFor();
  expect(await mailTo(site, 'patience@example.org')).toEqual(first);

  await move(later.iso);
  await page.getByRole('checkbox', { name: t('evaluation.move.tell') }).check();
  await facilitator.press(t('evaluation.move.submit'));
  await page.getByText(t('evaluation.move.done', { count: 1 })).waitFor();
  const told = await mailTo(site, 'patience@example.org');
  expect(told.body).toContain(later.words);

  const visitor = await visit({ javaScript: false, device: 'phone' });
  await visitor.open(told.link);
  const text = await visitor.page.getByRole('main').innerText();
  expect(text).toContain(t('evaluation.page.closes-on', { date: later.words }));
  expect(text).toContain(t('evaluation.page.moved-from', { date: soon.words }));
});

test('a session opened by mistake is a draft again; one that was answered is withdrawn, and says why', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const address = await openSession(facilitator, 'Ouverte trop tôt');
  const [lost = ''] = await makeCards(facilitator, 'Voisinage', 1);
  await facilitator.open(address);
  await unfold(facilitator, t('evaluation.tools.take-back'));
  await facilitator.press(t('evaluation.tools.take-back-confirm'));
  await page.getByText(t('evaluation.state.draft'), { exact: true }).waitFor();
  const visitor = await visit({ javaScript: false });
  await visitor.open(`/r/${lost}`);
  expect(await visitor.title()).toBe(t('evaluation.refused.withdrawn-title'));

  await openEvaluation(facilitator);
  const [code = ''] = await makeCards(facilitator, 'Voisinage', 1);
  await visitor.open(`/r/${code}`);
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('evaluation.answer.start') }).click());
  await answerFirst(visitor);
  await facilitator.open(address);
  expect(await page.getByText(t('evaluation.tools.take-back'), { exact: true }).count()).toBe(0);
  await unfold(facilitator, t('evaluation.withdraw.title'));
  expect((await facilitator.press(t('evaluation.withdraw.submit'))).status()).toBe(422);
  await page.getByRole('textbox', { name: t('evaluation.withdraw.reason') }).fill('Mauvais périmètre.');
  await facilitator.press(t('evaluation.withdraw.submit'));
  await page.getByText('Mauvais périmètre.').waitFor();

  await visitor.open(address);
  await visitor.page.getByText('Mauvais périmètre.').waitFor();
  await visitor.open(`/r/${code}`);
  await visitor.page.getByText(t('evaluation.withdrawn.answers')).waitFor();
});
