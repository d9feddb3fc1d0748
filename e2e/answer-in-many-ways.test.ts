import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { closeEvaluation, makeLinks, openSession } from './support/evaluations.ts';
import { test } from './support/journey.ts';

const t = translators.fr;

test('a room answers by one address, and its answers are shown apart', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const address = await openSession(facilitator, 'En salle');
  await facilitator.follow(() => page.getByRole('link', { name: t('evaluation.room.title') }).click());
  await facilitator.press(t('evaluation.room.open'));
  const code = await page.getByText(/^[A-Z]{5}-[A-Z]{5}$/).innerText();

  for (let person = 0; person < 5; person += 1) {
    const visitor = await visit({ javaScript: false, device: 'phone' });
    await visitor.open(`/r/${code}`);
    await visitor.press(t('evaluation.room.enter'));
    await visitor.page.getByText(t('evaluation.room.apart')).waitFor();
    await visitor.follow(() =>
      visitor.page.getByRole('link', { name: t('evaluation.answer.start') }).click(),
    );
    await visitor.page.getByRole('radiogroup').first().getByRole('radio').first().check();
    await visitor.press(t('evaluation.answer.save'));
    if (person > 0) continue;
    await visitor.open(`/r/${code}`);
    await visitor.press(t('evaluation.room.enter'));
    await visitor.open(`${visitor.page.url()}?etape=1`);
    const first = visitor.page.getByRole('radiogroup').first().getByRole('radio').first();
    expect(await first.isChecked()).toBe(true);
  }
  await facilitator.press(t('evaluation.room.close'));
  const late = await visit({ javaScript: false, device: 'phone' });
  await late.open(`/r/${code}`);
  await late.page.getByText(t('evaluation.room.closed')).waitFor();

  await facilitator.open(address);
  await closeEvaluation(facilitator);
  await page.getByText(t('evaluation.unverified.lead', { count: 5 })).waitFor();
  await page.getByText(t('evaluation.result.nothing-title')).waitFor();
});

test('sheets of paper are keyed in with the keyboard alone, and corrected', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner });
  const { page, context } = facilitator;
  await bringChecker(context);
  const address = await openSession(facilitator, 'Sur papier');
  await facilitator.follow(() => page.getByRole('link', { name: t('evaluation.paper.title') }).click());
  await facilitator.follow(() => page.getByRole('link', { name: 'Voisinage', exact: true }).click());
  const first = page.getByRole('textbox').first();
  // The first field waits for the first figure.
  const waits = first.and(page.locator(':focus'));
  for (const level of ['4', 'x']) {
    await waits.waitFor();
    await page.keyboard.type(level);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Écrit à la main');
    await page.keyboard.press('Tab');
    await page.keyboard.type('2');
    await facilitator.follow(() => page.keyboard.press('Enter'));
  }
  await page.getByText(t('evaluation.paper.done', { number: 2 })).waitFor();
  await waits.waitFor();
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(t('evaluation.error.keyed')).waitFor();
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await facilitator.follow(() =>
    page.getByRole('link', { name: t('evaluation.paper.sheet', { number: 1 }) }).click(),
  );
  expect(await first.inputValue()).toBe('4');
  await first.fill('5');
  await facilitator.press(t('evaluation.paper.save'));
  await page.getByText(t('evaluation.paper.done', { number: 1 })).waitFor();
  await facilitator.open(`${address}/historique`);
  await page.getByText(t('evaluation.history.evaluation.answered-paper-corrected')).first().waitFor();
});

test('answers given while the network is cut are kept on the device, then sent and erased', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  await openSession(facilitator, 'Réseau coupé');
  const [link = ''] = await makeLinks(facilitator, 'Voisinage', 1);
  const visitor = await visit({ device: 'phone' });
  const { page, context } = visitor;
  await visitor.open(`${link}?etape=1`);
  const choose = (place: number) =>
    page.getByRole('radiogroup').first().getByRole('radio').nth(place).check();
  const kept = () => page.evaluate(() => Object.keys(localStorage).length);
  // Saved at each answer, without leaving the page.
  await choose(0);
  await page.getByText(t('evaluation.keep.sent')).waitFor();
  await page.waitForLoadState('networkidle');

  await context.setOffline(true);
  await choose(1);
  await page.getByText(t('evaluation.keep.kept')).waitFor();
  await page.getByRole('button', { name: t('evaluation.answer.save') }).click();
  await page.waitForURL(/etape=2/);
  await choose(2);
  expect(await kept()).toBe(1);
  await context.setOffline(false);
  await page.getByText(t('evaluation.keep.sent')).waitFor();
  await expect.poll(kept).toBe(0);

  const elsewhere = await visit({ javaScript: false, device: 'phone' });
  for (const [step, place] of [
    [1, 1],
    [2, 2],
  ] as const) {
    await elsewhere.open(`${link}?etape=${step}`);
    const chosen = elsewhere.page.getByRole('radiogroup').first().getByRole('radio').nth(place);
    expect(await chosen.isChecked()).toBe(true);
  }
});
