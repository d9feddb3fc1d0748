import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import {
  closeEvaluation,
  makeLinks,
  openEvaluation,
  prepareEvaluation,
  publishAtOnce,
  twoColleges,
} from './support/evaluations.ts';
import { test } from './support/journey.ts';
import { addPractice } from './support/people.ts';

const t = translators.fr;

test('a result is discussed in workshop, printed, becomes an action, and is done again', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page, context } = facilitator;
  const link = (name: string) => page.getByRole('main').getByRole('link', { name, exact: true });
  const title = `Le fournil ${Date.now()}`;
  const practice = await addPractice(facilitator, title);
  await prepareEvaluation(facilitator, {
    practice,
    title,
    colleges: twoColleges.map((college) => ({ ...college, least: 1 })),
  });
  await openEvaluation(facilitator);
  const address = page.url();
  const [answerLink = ''] = await makeLinks(facilitator, 'Bureau', 1);
  const visitor = await visit({ javaScript: false, device: 'phone' });
  await visitor.open(answerLink);
  await visitor.page.getByRole('textbox', { name: t('evaluation.sign.signature') }).fill('Le bureau');
  await visitor.page.getByRole('checkbox', { name: t('evaluation.sign.consent') }).check();
  await visitor.press(t('evaluation.answer.start'));
  await visitor.page.getByRole('radiogroup').first().getByRole('radio').nth(1).check();
  await visitor.press(t('evaluation.answer.save'));
  await facilitator.open(address);
  await closeEvaluation(facilitator);

  // Nothing is shown before it is revealed.
  await facilitator.follow(() => link(t('evaluation.workshop.hold')).click());
  await facilitator.follow(() =>
    page.getByRole('main').getByRole('list').last().getByRole('link').first().click(),
  );
  expect(await page.getByText(t('evaluation.result.table')).count()).toBe(0);
  await facilitator.follow(() => link(t('evaluation.workshop.reveal')).click());
  await page.getByRole('radio').first().check();
  await page.getByRole('textbox', { name: t('evaluation.workshop.reason') }).fill('Nous manquons de mains.');
  await facilitator.press(t('evaluation.workshop.keep'));
  expect(await page.getByRole('radio').first().isChecked()).toBe(true);
  await facilitator.follow(() => link(t('evaluation.workshop.all')).click());
  await facilitator.follow(() => link(t('evaluation.workshop.to-priorities')).click());

  await facilitator.press(t('evaluation.priorities.open'));
  const room = (await page.getByText(/^Code\s: [A-Z]{6}$/).innerText()).slice(-6);
  await visitor.open(`${new URL(address).pathname}/points`);
  await visitor.page.getByRole('textbox', { name: t('evaluation.points.code') }).fill(room.toLowerCase());
  await visitor.press(t('evaluation.points.enter'));
  await visitor.page.getByRole('checkbox').first().check();
  await visitor.press(t('evaluation.points.give'));
  await visitor.page.getByText(t('evaluation.points.given', { count: 1 })).waitFor();

  await facilitator.follow(() => link(t('evaluation.priorities.refresh')).click());
  await page.getByText(t('evaluation.priorities.ballots', { count: 1 })).waitFor();
  await page.getByRole('checkbox').first().check();
  await page
    .getByRole('textbox', { name: t('evaluation.priorities.words') })
    .first()
    .fill('Une fête du pain');
  await facilitator.press(t('evaluation.priorities.submit'));
  await facilitator.press(t('evaluation.tools.publish'));
  await facilitator.follow(() => link(t('evaluation.priorities.open-action')).click());
  expect(await page.getByRole('textbox', { name: t('action-plans.field.title') }).inputValue()).toBe(
    'Une fête du pain',
  );
  await page.getByRole('textbox', { name: t('action-plans.field.who') }).fill('Le bureau');
  await page.getByRole('textbox', { name: t('action-plans.field.due') }).fill('mars 2027');
  await facilitator.press(t('action-plans.new.submit'));

  const reader = await visit({});
  await bringChecker(reader.context);
  await reader.open(address);
  const kept = reader.page.getByRole('listitem').filter({ hasText: t('evaluation.priorities.became') });
  expect(await kept.getByRole('link', { name: 'Une fête du pain' }).count()).toBe(1);
  await reader.open(`${new URL(address).pathname}/rapport`);
  expect(await problemsInThemes(reader.page, ['light', 'dark'])).toEqual([]);
  await reader.page.getByText('Nous manquons de mains.').waitFor();
  const wanted = { college: 'Bureau', count: 1 };
  await reader.page
    .getByText(`${t('evaluation.rule.wanted', wanted)} ${t('evaluation.rule.closed-met')}`)
    .waitFor();
  const pdf = (await reader.page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
  const files = await Promise.all(
    ['resultat.csv', 'raisons.csv', 'resultat.json'].map(async (file) => {
      const answer = await context.request.get(`${new URL(address).pathname}/${file}`);
      return [answer.status(), (await answer.text()).includes('Bureau')];
    }),
  );
  expect(files).toEqual([
    [200, true],
    [200, false],
    [200, true],
  ]);

  await facilitator.open(address);
  await facilitator.press(t('evaluation.repeat.submit'));
  await facilitator.press(t('evaluation.edit.submit'));
  await publishAtOnce(facilitator);
  await facilitator.follow(() => link(t('evaluation.compare.see')).click());
  await page.getByText(t('evaluation.compare.group-only-then')).waitFor();
});

test('two ideas are compared by what each group saw, with the weights that people gave', async ({
  visit,
}) => {
  const reader = await visit({});
  const { page } = reader;
  await bringChecker(reader.context);
  await reader.open('/evaluations');
  await reader.follow(() => page.getByRole('link', { name: /^Deux idées/ }).click());
  await reader.open(`${new URL(page.url()).pathname}/choisir`);
  for (const part of ['differences', 'levels-title', 'head-title', 'robust-title', 'stable-title'] as const) {
    await page.getByRole('heading', { name: t(`evaluation.choice.${part}`), exact: true }).waitFor();
  }
  await page.getByText(t('evaluation.choice.first-differs')).waitFor();
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
  expect(await page.getByRole('table').count()).toBeGreaterThan(3);
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);

  await page
    .getByRole('combobox', { name: t('evaluation.choice.field-weights') })
    .selectOption({ value: 'personnes' });
  await reader.press(t('evaluation.choice.apply'));
  expect(new URL(page.url()).searchParams.get('poids')).toBe('personnes');
  await page.getByText(t('evaluation.choice.inputs-people', { count: 48 })).waitFor();
});
