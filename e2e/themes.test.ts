import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, signIn } from './support/people.ts';

const t = translators.fr;
const lists = '/gestion/themes';

/** Opens what is folded under a topic of the list. */
async function unfold({ page }: Visitor, name: string): Promise<void> {
  await page.locator('summary').filter({ hasText: name }).click();
}

async function add(visitor: Visitor, kind: 'theme' | 'challenge' | 'community', name: string): Promise<void> {
  const { page } = visitor;
  await visitor.open(lists);
  const label = t(`records.topics.add-${kind}`);
  const form = page.getByRole('group').filter({ has: page.getByText(label) });
  await page.locator('summary').filter({ hasText: label }).click();
  await form.getByLabel(t('records.topics.name')).fill(name);
  await visitor.follow(() => form.getByRole('button', { name: label }).click());
}

function remove(visitor: Visitor, name: string) {
  return visitor.press(`${t('records.topics.remove')} ${name}`);
}

function namesShown({ page }: Visitor) {
  const themes = page.getByRole('region', { name: t('records.topics.theme'), exact: true });
  return themes.getByRole('heading', { level: 3 }).allInnerTexts();
}

test('a facilitator shapes the lists on a phone, merges by mistake, and undoes it', async ({
  visit,
  owner,
}) => {
  const visitor = await visit({ javaScript: false, device: 'phone', as: owner });
  const { page } = visitor;
  await add(visitor, 'theme', 'Forêt');
  await add(visitor, 'theme', 'Bois');
  expect((await namesShown(visitor)).slice(-2)).toEqual(['Forêt', 'Bois']);
  await visitor.press(`${t('records.topics.up')} Bois`);
  expect((await namesShown(visitor)).slice(-2)).toEqual(['Bois', 'Forêt']);

  await unfold(visitor, 'Bois');
  const form = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Bois' }) });
  await form.getByLabel(t('records.topics.parent')).selectOption({ label: 'Forêt' });
  await visitor.press(`${t('records.topics.save')} Bois`);
  expect((await namesShown(visitor)).slice(-2)).toEqual(['Forêt', '— Bois']);

  await unfold(visitor, 'Forêt');
  const refused = await remove(visitor, 'Forêt');
  expect(refused.status()).toBe(200);
  expect((await namesShown(visitor)).at(-1)).toBe('Bois');
  const event = page
    .getByRole('listitem')
    .filter({ hasText: t('records.topics.topic.removed', { name: 'Forêt' }) });
  await visitor.follow(() => event.getByRole('button').first().click());
  expect((await namesShown(visitor)).slice(-2)).toEqual(['Forêt', '— Bois']);
});

test('a name that is taken is refused beside its field, and nothing typed is lost', async ({
  visit,
  owner,
}) => {
  const visitor = await visit({ as: owner });
  await bringChecker(visitor.context);
  await add(visitor, 'theme', 'ENERGIE');
  const { page } = visitor;
  expect(await page.title()).toContain(t('app.error.page-title'));
  const name = page
    .getByRole('textbox', { name: t('records.topics.name') })
    .and(page.locator('[aria-invalid]'));
  expect(await name.inputValue()).toBe('ENERGIE');
  expect(await problemsInThemes(page, ['light'])).toEqual([]);
});

test('what a practice is about is said in its form, and leads to everything about it', async ({
  visit,
  owner,
  site,
}) => {
  const facilitator = await visit({ javaScript: false, as: owner });
  await add(facilitator, 'challenge', 'Se chauffer sans fioul');
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await signIn(visitor, site, 'chaleur@example.org');
  const practice = await addPractice(visitor, 'Bûches en commun');
  await visitor.follow(() => page.getByRole('link', { name: t('records.edit') }).click());
  await page.getByRole('checkbox', { name: 'Énergie' }).check();
  await page
    .locator('summary')
    .filter({ hasText: t('records.core.more') })
    .click();
  await page.getByRole('checkbox', { name: 'Se chauffer sans fioul' }).check();
  await page.getByLabel(t('records.field.chatUrl')).fill('http://salon.example/bois');
  await page.getByLabel(t('records.field.coAuthors')).fill('Le groupe du bois');
  expect((await visitor.press(t('practices.edit.submit'))).status()).toBe(422);
  expect(await page.getByRole('checkbox', { name: 'Se chauffer sans fioul' }).isChecked()).toBe(true);
  await page.getByRole('link', { name: t('records.core.error-chat') }).waitFor();
  await page.getByLabel(t('records.field.chatUrl')).fill('https://salon.example/bois');
  await visitor.press(t('practices.edit.submit'));
  expect(page.url()).toBe(practice);
  await page.getByText(/Le groupe du bois/).waitFor();
  expect(await page.getByRole('link', { name: 'salon.example' }).getAttribute('href')).toBe(
    'https://salon.example/bois',
  );

  await visitor.follow(() => page.getByRole('link', { name: 'Se chauffer sans fioul' }).click());
  expect(await visitor.title()).toBe('Se chauffer sans fioul');
  await visitor.follow(() => page.getByRole('link', { name: t('records.topic.practices') }).click());
  await page.getByRole('link', { name: 'Bûches en commun' }).waitFor();
  await page.getByText(t('practices.list.count', { count: 1 })).waitFor();

  await visitor.open(`${practice}/historique`);
  const change = page.getByRole('listitem').filter({ hasText: 'Énergie, Se chauffer sans fioul' });
  await visitor.follow(() => change.getByRole('button', { name: t('records.history.undo') }).click());
  expect(await page.getByRole('link', { name: 'Se chauffer sans fioul' }).count()).toBe(0);
});

test('whoever is no facilitator does not come to the lists', async ({ visit, site }) => {
  const visitor = await visit({ javaScript: false });
  expect((await visitor.open(lists)).status()).toBe(401);
  await signIn(visitor, site, 'membre@example.org');
  expect((await visitor.open(lists)).status()).toBe(403);
  expect((await visitor.open('/defis/nulle-part')).status()).toBe(404);
});
