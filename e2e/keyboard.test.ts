import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { makeLinks, openEvaluation, prepareEvaluation } from './support/evaluations.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice } from './support/people.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

/** More stops than any page has: the keyboard went round without meeting what it looked for. */
const stops = 80;

/** Goes on with Tab until the control has the focus, and checks that the focus is seen. */
async function tabTo(page: Page, control: Locator) {
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab');
    if (await control.evaluate((element) => element === document.activeElement)) {
      expect(await isFocusSeen(control)).toBe(true);
      return;
    }
  }
  throw new Error(`Tab never reaches ${control}`);
}

/** An outline or a shadow of its own tells where the keyboard is. */
function isFocusSeen(control: Locator): Promise<boolean> {
  return control.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  });
}

async function tabToAndType({ page }: Visitor, name: string, text: string) {
  await tabTo(page, page.getByRole('textbox', { name }));
  await page.keyboard.type(text);
}

test('the first stop skips to the content', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open('/');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: t('app.skip') });
  expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await skip.evaluate((element) => element.getBoundingClientRect().top >= 0)).toBe(true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const first = page.getByRole('main').getByRole('link').first();
  expect(await first.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('the menu of a narrow screen opens, and leads on', async ({ visit }) => {
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await visitor.open('/');
  const practices = page
    .getByRole('navigation')
    .getByRole('link', { name: t('app.nav.practices'), exact: true });
  expect(await practices.count()).toBe(0);
  await tabTo(page, page.getByText(t('app.nav.menu'), { exact: true }));
  await page.keyboard.press('Space');
  await tabTo(page, practices);
  await visitor.follow(() => page.keyboard.press('Enter'));
  expect(await visitor.title()).toBe(t('practices.list.title'));
});

test('a practice is found, proposed and published with Tab, Enter and Space alone', async ({
  visit,
  site,
}) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open('/');
  await tabTo(page, page.getByRole('link', { name: t('app.nav.practices'), exact: true }).first());
  await visitor.follow(() => page.keyboard.press('Enter'));
  await tabTo(page, page.getByRole('link', { name: t('practices.list.propose') }));
  await visitor.follow(() => page.keyboard.press('Enter'));

  const status = page.getByRole('combobox', { name: t('practices.field.status') });
  await tabTo(page, status);
  await page.keyboard.press('ArrowUp');
  expect(await status.inputValue()).toBe('experiment');
  await tabToAndType(visitor, t('practices.field.title'), 'Lavoir remis en eau');
  await tabToAndType(visitor, t('practices.field.commune'), 'Redon');
  await tabToAndType(visitor, t('practices.field.description'), 'Un dimanche par mois.');
  await tabTo(page, page.getByText(t('practices.new.more'), { exact: true }));
  await page.keyboard.press('Space');
  await tabToAndType(visitor, t('practices.field.since'), '2019');
  await tabToAndType(visitor, t('practices.field.email'), 'clavier@example.org');
  await tabTo(page, page.getByRole('button', { name: t('practices.new.submit-mail') }));
  await visitor.follow(() => page.keyboard.press('Enter'));
  await page.getByText(t('practices.new.kept', { email: 'clavier@example.org' })).waitFor();

  await visitor.open((await mailTo(site, 'clavier@example.org')).link);
  await tabTo(page, page.getByRole('button', { name: t('practices.proposal.accept') }));
  await visitor.follow(() => page.keyboard.press('Space'));
  expect(await visitor.title()).toBe('Lavoir remis en eau');
  await page.getByRole('complementary').getByText(t('practices.status.experiment')).waitFor();
});

test('an evaluation is answered with the keyboard alone', async ({ visit, ownerAlone }) => {
  await prepareEvaluation(ownerAlone, {
    practice: await addPractice(ownerAlone, 'Bibliothèque d’outils'),
    title: 'Répondre au clavier',
    colleges: [
      { name: 'Conseil', showing: 'named' },
      { name: 'Voisinage', showing: '5' },
    ],
  });
  await openEvaluation(ownerAlone);
  const [link = ''] = await makeLinks(ownerAlone, 'Conseil', 1);

  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open(link);
  await tabToAndType(visitor, t('evaluation.sign.signature'), 'La commune');
  await tabTo(page, page.getByRole('checkbox', { name: t('evaluation.sign.consent') }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: t('evaluation.answer.start') }));
  await visitor.follow(() => page.keyboard.press('Enter'));

  const [firstSentence, secondSentence] = await page.getByRole('radiogroup').first().getByRole('radio').all();
  if (!firstSentence || !secondSentence) throw new Error('A question has sentences to choose from');
  await tabTo(page, firstSentence);
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  expect(await secondSentence.isChecked()).toBe(true);
  await tabTo(page, page.getByText(t('evaluation.answer.help'), { exact: true }).first());
  await page.keyboard.press('Space');
  await page.getByText(t('framework.criterion.evidence'), { exact: true }).first().waitFor();
  await tabTo(page, page.getByRole('button', { name: t('evaluation.answer.save') }));
  await visitor.follow(() => page.keyboard.press('Enter'));
  await visitor.open(`${link}?etape=1`);
  expect(await page.getByRole('radiogroup').first().getByRole('radio').nth(1).isChecked()).toBe(true);
});

test('what is missing from a form is announced first, and leads to its field', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  await visitor.open('/pratiques/nouvelle');
  await tabToAndType(visitor, t('practices.field.email'), 'clavier@example.org');
  await tabTo(page, page.getByRole('button', { name: t('practices.new.submit-mail') }));
  await visitor.follow(() => page.keyboard.press('Enter'));
  const summary = page.getByRole('alert');
  expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
  await tabTo(page, summary.getByRole('link', { name: t('practices.error.commune') }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('Redon');
  expect(await page.getByRole('textbox', { name: t('practices.field.commune') }).inputValue()).toBe('Redon');
});
