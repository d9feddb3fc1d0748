import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, signIn } from './support/people.ts';

const t = translators.fr;
const shaping = '/gestion/formulaire';
const canary = 'Canari à rappeler';

interface Question {
  label: string;
  kind: 'choices' | 'text';
  visibility: 'public' | 'facilitators';
  options?: string;
}

async function addQuestion(visitor: Visitor, { label, kind, visibility, options }: Question): Promise<void> {
  const { page } = visitor;
  await visitor.open(shaping);
  const summary = page.locator('summary').filter({ hasText: t('own-fields.add') });
  const form = page.getByRole('group').filter({ has: summary });
  await summary.click();
  await form.getByRole('textbox', { name: t('own-fields.label') }).fill(label);
  await form.getByLabel(t('own-fields.kind')).selectOption(kind);
  await form.getByLabel(t('own-fields.visibility')).selectOption(visibility);
  await form.getByRole('checkbox', { name: t('own-fields.use.isFilter') }).check();
  if (options) await form.getByRole('textbox', { name: t('own-fields.options') }).fill(options);
  await visitor.follow(() => form.getByRole('button', { name: t('own-fields.add') }).click());
}

function questionsShown({ page }: Visitor): Promise<string[]> {
  const region = page.getByRole('region', { name: t('own-fields.fields'), exact: true });
  return region.getByRole('heading', { level: 3 }).allInnerTexts();
}

test('a facilitator adds questions, a resident answers, and each sees what is theirs to see', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ javaScript: false, device: 'phone', as: owner });
  const form = facilitator.page;
  await addQuestion(facilitator, {
    label: 'Saison',
    kind: 'choices',
    visibility: 'public',
    options: 'Printemps\nPlein été',
  });
  await addQuestion(facilitator, { label: 'Note de suivi', kind: 'text', visibility: 'facilitators' });
  expect((await questionsShown(facilitator)).slice(-2)).toEqual(['Saison', 'Note de suivi']);
  await facilitator.press(`${t('own-fields.up')} Note de suivi`);
  expect((await questionsShown(facilitator)).slice(-2)).toEqual(['Note de suivi', 'Saison']);
  await form
    .locator('summary')
    .filter({ hasText: `${t('own-fields.change')} Saison` })
    .click();
  const item = form.getByRole('listitem').filter({ has: form.getByRole('heading', { name: 'Saison' }) });
  await item.getByRole('textbox', { name: t('own-fields.label') }).fill('Saison de récolte');
  await facilitator.press(`${t('own-fields.save')} Saison`);
  expect((await questionsShown(facilitator)).at(-1)).toBe('Saison de récolte');

  const resident = await visit({ javaScript: false, device: 'phone' });
  await signIn(resident, site, 'verger@example.org');
  const practice = await addPractice(resident, 'Pommes à partager');
  await resident.open(`${practice}/modifier`);
  expect(await resident.page.getByText('Note de suivi').count()).toBe(0);
  await resident.page.getByRole('checkbox', { name: 'Plein été' }).check();
  await resident.press(t('practices.edit.submit'));
  await resident.page.getByText('Saison de récolte').waitFor();

  await facilitator.open(`${practice}/modifier`);
  await form.getByRole('textbox', { name: 'Note de suivi' }).fill(canary);
  await facilitator.press(t('practices.edit.submit'));
  await form.getByText(canary).waitFor();

  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await visitor.open('/pratiques');
  await page
    .locator('summary')
    .filter({ hasText: new RegExp(`^${t('practices.search.filters')}`) })
    .click();
  await page
    .locator('summary')
    .filter({ hasText: /^Saison de récolte/ })
    .click();
  await page.getByRole('checkbox', { name: /^Plein été/ }).check();
  const search = page.getByRole('main').getByRole('button', { name: t('practices.search.submit') });
  await visitor.follow(() => search.last().click());
  expect(new URL(page.url()).searchParams.getAll('field.saison')).toEqual(['plein-ete']);
  const found = page.getByRole('main').getByRole('heading', { level: 3 });
  expect(await found.allInnerTexts()).toEqual(['Pommes à partager']);
  await visitor.follow(() => page.getByRole('link', { name: 'Pommes à partager' }).click());
  await page.getByText('Plein été').waitFor();
  for (const path of [practice, `${practice}/historique`, '/api/v1/practices.csv?field.saison=plein-ete']) {
    const told = await (await page.request.get(path)).text();
    expect(told).toContain('Pommes à partager');
    expect(told).not.toMatch(/Canari|Note de suivi/);
  }
  const asked = await page.request.get('/api/v1/practices?field.note-de-suivi=Canari');
  expect(asked.status()).toBe(400);
});

test('the pages that shape the form are open to everyone who facilitates', async ({ visit, owner }) => {
  const visitor = await visit({ as: owner });
  const { page } = visitor;
  await bringChecker(visitor.context);
  await visitor.open(shaping);
  await page
    .locator('summary')
    .filter({ hasText: t('own-fields.add') })
    .click();
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  const lists = page.getByRole('region', { name: t('own-fields.lists'), exact: true });
  await visitor.follow(() => lists.getByRole('link').first().click());
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
});
