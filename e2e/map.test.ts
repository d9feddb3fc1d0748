import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, devices, test } from './support/journey.ts';

const t = translators.fr;

/** A map is drawn by the processor here, with others at work beside it. */
const patience = { timeout: 15_000 };

/** How many practices the drawn map says it shows. */
async function shownIn({ page }: Visitor): Promise<number> {
  const words = await page.getByRole('status').allInnerTexts();
  const count = words.map((text) => /^(\d+) pratiques? visibles?$/.exec(text)?.[1]).find(Boolean);
  return Number(count ?? Number.NaN);
}

/** The count comes with the drawing. */
async function waitForMap(visitor: Visitor): Promise<number> {
  await visitor.page.getByRole('region', { name: t('map.region') }).waitFor();
  await expect.poll(() => shownIn(visitor), patience).toBeGreaterThan(0);
  return shownIn(visitor);
}

test.for(devices)(
  'draws the practices that the list holds, with its filters, on a %s',
  async (device, { visit }) => {
    const visitor = await visit({ device });
    const { page } = visitor;
    await visitor.open('/pratiques?q=réparation');
    await visitor.follow(() =>
      page
        .getByRole('navigation', { name: t('practices.list.views') })
        .getByRole('link', { name: t('practices.view.map') })
        .click(),
    );
    const filtered = await waitForMap(visitor);
    await visitor.open('/pratiques/carte');
    expect(await waitForMap(visitor)).toBeGreaterThan(filtered);
  },
);

test('is moved with the keyboard, and leads to a practice', async ({ visit }) => {
  const visitor = await visit();
  const { page } = visitor;
  await visitor.open('/pratiques/carte');
  const before = await waitForMap(visitor);
  await page.getByRole('region', { name: t('map.region') }).focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(() => shownIn(visitor), patience).toBeLessThan(before);
  await page.getByRole('button', { name: t('map.show-all') }).click();
  await expect.poll(() => shownIn(visitor), patience).toBe(before);
  await visitor.follow(() =>
    page.getByRole('main').getByRole('link', { name: 'Jardin partagé' }).first().click(),
  );
  expect(await visitor.title()).toBe('Jardin partagé près du canal');
});

test('opens a group with Enter, points at what the keyboard reaches, and follows it', async ({ visit }) => {
  const visitor = await visit();
  const { page } = visitor;
  await visitor.open('/pratiques/carte');
  const before = await waitForMap(visitor);
  const group = page.getByRole('button', { name: /agrandir ici/ }).first();
  await group.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => shownIn(visitor), patience).toBeLessThan(before);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(t('map.view.title'));
  await page.keyboard.press('Tab');
  const reached = await page.evaluate(() => document.activeElement?.tagName);
  expect(['A', 'BUTTON']).toContain(reached);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: t('map.show-all') }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => shownIn(visitor), patience).toBe(before);
});

test('is filtered where it stands', async ({ visit }) => {
  const visitor = await visit();
  const { page } = visitor;
  await visitor.open('/pratiques/carte');
  const before = await waitForMap(visitor);
  await page.getByText(t('practices.search.filters'), { exact: true }).click();
  await page
    .locator('summary')
    .filter({ hasText: t('practices.filter.purpose') })
    .click();
  await page.getByRole('checkbox', { name: t('practices.purpose-short.sharing') }).check();
  await visitor.follow(() =>
    page
      .getByRole('button', { name: t('practices.search.submit') })
      .last()
      .click(),
  );
  expect(await waitForMap(visitor)).toBeLessThan(before);
  expect(new URL(page.url()).searchParams.get('purpose')).toBe('sharing');
});

test('without JavaScript, the same practices stand in a list', async ({ visit }) => {
  const visitor = await visit({ javaScript: false, device: 'phone' });
  const { page } = visitor;
  await visitor.open('/pratiques/carte?q=jardin');
  expect(await page.getByRole('main').innerText()).toContain(t('map.no-script'));
  await visitor.follow(() =>
    page.getByRole('main').getByRole('link', { name: 'Jardin partagé' }).first().click(),
  );
  expect(await visitor.title()).toBe('Jardin partagé près du canal');
});
