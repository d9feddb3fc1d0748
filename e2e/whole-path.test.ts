import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { closeEvaluation, makeLinks, openEvaluation, prepareEvaluation } from './support/evaluations.ts';
import { type Visitor, test } from './support/journey.ts';

const t = translators.fr;
const practice = 'Jardin partagé près du canal';
const session = 'Le jardin vu par deux collèges';
const colleges = [
  { name: 'Conseil municipal', showing: 'named' },
  { name: 'Voisinage', showing: '5' },
] as const;

/** Answers every question with the sentence at that place, first or last, then stands on the page that thanks. */
async function answerAll(visitor: Visitor, place: 'first' | 'last', reason: string) {
  const { page } = visitor;
  for (;;) {
    for (const question of await page.getByRole('radiogroup').all()) {
      const choices = await question.getByRole('radio').all();
      // The last two are "does not apply" and "don't know"; a single one before them stands for a number, left unsaid here.
      const sentences = choices.slice(0, -2);
      if (sentences.length > 1) await sentences.at(place === 'first' ? 0 : -1)?.check();
    }
    await page
      .getByRole('textbox', { name: t('evaluation.answer.reason') })
      .first()
      .fill(reason);
    const end = page.getByRole('button', { name: t('evaluation.answer.save-end') });
    if ((await end.count()) === 1) break;
    await visitor.press(t('evaluation.answer.save'));
  }
  await visitor.press(t('evaluation.answer.save-end'));
  expect(await visitor.title()).toBe(t('evaluation.end.title'));
}

async function answerSigned(visitor: Visitor, link: string, signature: string) {
  const { page } = visitor;
  await visitor.open(link);
  await page.getByText(t('evaluation.promise.named-title', { college: 'Conseil municipal' })).waitFor();
  await page.getByRole('textbox', { name: t('evaluation.sign.signature') }).fill(signature);
  expect((await visitor.press(t('evaluation.answer.start'))).status()).toBe(422);
  await page.getByRole('alert').getByText(t('evaluation.error.consent-missing')).waitFor();
  expect(await page.getByRole('textbox', { name: t('evaluation.sign.signature') }).inputValue()).toBe(
    signature,
  );
  await page.getByRole('checkbox', { name: t('evaluation.sign.consent') }).check();
  await visitor.press(t('evaluation.answer.start'));
  await answerAll(visitor, 'last', `Vu par ${signature}`);
}

async function answerAnonymously(visitor: Visitor, link: string, reason: string) {
  await visitor.open(link);
  await visitor.page.getByText(t('evaluation.promise.anonymous-title', { college: 'Voisinage' })).waitFor();
  await visitor.follow(() => visitor.page.getByRole('link', { name: t('evaluation.answer.start') }).click());
  await answerAll(visitor, 'first', reason);
}

async function findPractice(visitor: Visitor): Promise<string> {
  await visitor.open('/pratiques?q=jardin');
  await visitor.follow(() => visitor.page.getByRole('link', { name: practice }).click());
  return visitor.page.url();
}

test('from a practice to an action: evaluated by two colleges, discussed, acted upon, without JavaScript', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  await prepareEvaluation(facilitator, {
    practice: await findPractice(facilitator),
    title: session,
    colleges,
  });
  const sessionAddress = page.url();
  await openEvaluation(facilitator);
  const signedLinks = await makeLinks(facilitator, 'Conseil municipal', 3);
  await facilitator.open(sessionAddress);
  const anonymousLinks = await makeLinks(facilitator, 'Voisinage', 5);
  expect([...signedLinks, ...anonymousLinks]).toHaveLength(8);

  await Promise.all([
    ...signedLinks.map(async (link, index) =>
      answerSigned(await visit({ javaScript: false }), link, `Élue ${index + 1}`),
    ),
    ...anonymousLinks.map(async (link, index) =>
      answerAnonymously(
        await visit({ javaScript: false, device: 'phone' }),
        link,
        `Raison numéro ${index + 1}`,
      ),
    ),
  ]);

  const reader = await visit({ javaScript: false });
  await reader.open(sessionAddress);
  await reader.page.getByText(t('evaluation.page.stage-open')).waitFor();
  expect(await reader.page.getByText('Raison numéro 1').count()).toBe(0);

  await facilitator.open(sessionAddress);
  await closeEvaluation(facilitator);
  await page.getByRole('heading', { name: t('evaluation.section.differ') }).waitFor();
  await reader.open(sessionAddress);
  expect(await reader.page.getByRole('heading', { name: t('evaluation.section.differ') }).count()).toBe(0);
  await facilitator.press(t('evaluation.tools.publish'));

  await reader.open(sessionAddress);
  const headings = await reader.page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts();
  const inOrder = ['differ', 'profile', 'completion'].map((part) =>
    headings.indexOf(t(`evaluation.section.${part as 'differ' | 'profile' | 'completion'}`)),
  );
  expect(inOrder).not.toContain(-1);
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  expect(inOrder[0]).toBe(0);
  await reader.page.getByText('Vu par Élue 1').first().waitFor({ state: 'attached' });
  await reader.page.getByText(/Conseil municipal \(3\).*Voisinage \(5\)/).waitFor();
});

test('a lever chosen after an evaluation opens an action, and each end leads to the other', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  await facilitator.open('/evaluations');
  await facilitator.follow(() => page.getByRole('link', { name: session }).click());
  await facilitator.follow(() => page.getByRole('link', { name: t('evaluation.page.choose-lever') }).click());
  await facilitator.follow(() =>
    page.getByRole('main').getByRole('heading', { level: 3 }).getByRole('link').first().click(),
  );
  expect(await facilitator.title()).toBe(t('knowledge.choose.reason-title'));
  await page.getByRole('textbox', { name: t('knowledge.choose.reason') }).fill('C’est là que tout se joue.');
  await facilitator.press(t('knowledge.choose.submit'));
  const lever = await facilitator.title();
  const leverAddress = new URL(page.url()).pathname;
  await page.getByText('C’est là que tout se joue.').waitFor();

  await facilitator.follow(() =>
    page
      .getByRole('link', { name: t('knowledge.lever.open-action') })
      .first()
      .click(),
  );
  await page.getByRole('link', { name: lever }).waitFor();
  await page.getByRole('link', { name: session }).waitFor();
  await page
    .getByRole('textbox', { name: t('action-plans.field.title') })
    .fill('Ouvrir le portail le dimanche');
  await page.getByRole('textbox', { name: t('action-plans.field.who') }).fill('Services techniques');
  await page.getByRole('textbox', { name: t('action-plans.field.due') }).fill('mars 2027');
  await page.getByRole('textbox', { name: t('action-plans.field.what') }).fill('Une clef partagée.');
  await facilitator.press(t('action-plans.new.submit'));
  const action = 'Ouvrir le portail le dimanche';
  expect(await facilitator.title()).toBe(action);

  const reader = await visit({ javaScript: false, device: 'phone' });
  await reader.open('/actions');
  await reader.follow(() => reader.page.getByRole('link', { name: action }).click());
  await reader.page.getByText('Services techniques').first().waitFor();
  await reader.follow(() => reader.page.getByRole('link', { name: lever }).first().click());
  expect(new URL(reader.page.url()).pathname).toBe(leverAddress);
  await reader.page.getByRole('link', { name: action }).first().waitFor();
  await reader.follow(() =>
    reader.page.getByRole('main').getByRole('link', { name: session }).first().click(),
  );
  await reader.page.getByRole('link', { name: action }).first().waitFor();
  await reader.page.getByRole('link', { name: lever }).first().waitFor();
  await reader.follow(() =>
    reader.page.getByRole('main').getByRole('link', { name: practice }).first().click(),
  );
  await reader.page.getByRole('main').getByRole('link', { name: session }).waitFor();
});
