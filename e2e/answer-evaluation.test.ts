import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { closeEvaluation, makeLinks, openSession } from './support/evaluations.ts';
import { photo } from './support/files.ts';
import { type Visitor, test } from './support/journey.ts';
import { askForLink } from './support/people.ts';

const t = translators.fr;
const script = `"'><img src=x onerror="window.__xss=1"><script>window.__xss=2</script>`;

/** An open session, and a link to answer in its named college. */
async function openWithLink(facilitator: Visitor, title: string): Promise<{ address: string; link: string }> {
  const address = await openSession(facilitator, title);
  const [link = ''] = await makeLinks(facilitator, 'Bureau', 1);
  return { address, link };
}

async function sign(visitor: Visitor, link: string, signature: string) {
  await visitor.open(link);
  await visitor.page.getByRole('textbox', { name: t('evaluation.sign.signature') }).fill(signature);
  await visitor.page.getByRole('checkbox', { name: t('evaluation.sign.consent') }).check();
  await visitor.press(t('evaluation.answer.start'));
}

function firstReason({ page }: Visitor): Locator {
  return page.getByRole('textbox', { name: t('evaluation.answer.reason') }).first();
}

test('a reason that is too long comes back whole, and what follows it is kept', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { link } = await openWithLink(facilitator, 'Trop long');
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await sign(visitor, link, 'La commune');
  const reason = 'long '.repeat(2000);
  await firstReason(visitor).fill(reason);
  const chosen = page.getByRole('radiogroup').nth(1).getByRole('radio').nth(2);
  await chosen.check();
  expect((await visitor.press(t('evaluation.answer.save'))).status()).toBe(422);
  await page
    .getByRole('alert')
    .getByText(/7.999 caractères de trop/)
    .waitFor();
  expect(await firstReason(visitor).inputValue()).toBe(reason);
  expect(await chosen.isChecked()).toBe(true);
});

test('a photograph sent without JavaScript is its respondent’s to see, and nobody else’s before publication', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { address, link } = await openWithLink(facilitator, 'Preuve');
  const respondent = await visit({ javaScript: false, device: 'phone' });
  const { page } = respondent;
  await sign(respondent, link, 'La commune');
  const step = page.url();
  await page.getByRole('radiogroup').first().getByRole('radio').first().check();
  const chosen = page.locator('input[type=file]').first();
  await chosen.setInputFiles({ name: 'salle.jpg', mimeType: 'image/jpeg', buffer: await photo() });
  await respondent.press(t('evaluation.answer.save'));
  await respondent.open(step);
  const own = await page.getByRole('link', { name: t('evaluation.file.yours') }).getAttribute('href');
  const seen = await respondent.context.request.get(own ?? '');
  expect([seen.status(), seen.headers()['content-type']]).toEqual([200, 'image/webp']);

  const ofResult = `${new URL(address).pathname}${own?.slice(own.indexOf('/justificatifs'))}`;
  const visitor = await visit({ javaScript: false });
  const found = async ({ context }: Visitor) => (await context.request.get(ofResult)).status();
  expect([await found(visitor), await found(facilitator)]).toEqual([404, 404]);
  await facilitator.open(address);
  await closeEvaluation(facilitator);
  expect([await found(visitor), await found(facilitator)]).toEqual([404, 200]);
  await facilitator.press(t('evaluation.tools.publish'));
  expect(await found(visitor)).toBe(200);
});

test('answers sent to a session that has just closed are handed back', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { address, link } = await openWithLink(facilitator, 'Close trop tôt');
  const visitor = await visit({ javaScript: false });
  await sign(visitor, link, 'La commune');
  await firstReason(visitor).fill('Ce que je voulais dire.');
  await facilitator.open(address);
  await closeEvaluation(facilitator);
  expect((await visitor.press(t('evaluation.answer.save'))).status()).toBe(409);
  await visitor.page.getByText(t('evaluation.closed.not-saved')).waitFor();
  await visitor.page.getByText('Ce que je voulais dire.', { exact: true }).waitFor();
});

test('script in a signature, a reason, a title or a college is shown as text, and never runs', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner });
  const { address, link } = await openWithLink(facilitator, script);
  const visitor = await visit();
  await sign(visitor, link, script);
  await visitor.page.getByRole('radiogroup').first().getByRole('radio').first().check();
  await firstReason(visitor).fill(script);
  await visitor.press(t('evaluation.answer.save'));
  await facilitator.open(address);
  await closeEvaluation(facilitator);
  await facilitator.press(t('evaluation.tools.publish'));
  expect(await facilitator.title()).toBe(script);
  await facilitator.page.getByText(script).nth(1).waitFor({ state: 'attached' });
  for (const { page } of [visitor, facilitator]) {
    expect(await page.evaluate(() => Reflect.get(window, '__xss') ?? null)).toBe(null);
  }
});

test('a link that is cut, altered or made for something else opens no evaluation', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { link } = await openWithLink(facilitator, 'Liens');
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const signInLink = new URL(await askForLink(visitor, site, 'autre-but@example.org'));
  const otherToken = signInLink.pathname.split('/').at(-1) ?? '';
  const [payload = '', signature = ''] = (link.split('/').at(-1) ?? '').split('.');
  const altered = `${payload.slice(0, -2)}AA.${signature}`;
  for (const token of [payload, altered, otherToken, 'x']) {
    await visitor.open(`/evaluations/repondre/${token}`);
    expect(await visitor.title()).toBe(t('evaluation.refused.title'));
    await visitor.page.getByText(t('evaluation.refused.link-invalid')).waitFor();
  }
});
