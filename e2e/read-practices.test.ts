import { describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, devices, test } from './support/journey.ts';

const t = translators.fr;

async function search(visitor: Visitor, words: string) {
  await visitor.page.getByRole('searchbox', { name: t('practices.search.label') }).fill(words);
  await visitor.follow(() =>
    visitor.page.getByRole('searchbox', { name: t('practices.search.label') }).press('Enter'),
  );
}

/** Titles of the practices that the list shows, in their order. */
function titlesIn({ page }: Visitor): Promise<string[]> {
  return page.getByRole('main').getByRole('heading', { level: 3 }).allInnerTexts();
}

describe.each(devices)('on a %s', (device) => {
  test('leads from the home page to one practice, without JavaScript', async ({ visit }) => {
    const visitor = await visit({ device, javaScript: false });
    const { page } = visitor;
    await visitor.open('/');
    await page.getByText(t('app.demo')).waitFor();
    await visitor.follow(() => page.getByRole('link', { name: /^\d+ pratiques à découvrir$/ }).click());
    expect(await visitor.title()).toBe(t('practices.list.title'));
    await search(visitor, 'jardin');
    await visitor.follow(() => page.getByRole('link', { name: 'Jardin partagé près du canal' }).click());
    expect(await visitor.title()).toBe('Jardin partagé près du canal');
    await page.getByRole('complementary', { name: t('practices.page.facts') }).waitFor();
    await page.getByText('CC BY-SA 4.0', { exact: false }).first().waitFor();
  });

  test('finds a practice whatever the accents, the capitals and the typing errors', async ({ visit }) => {
    const visitor = await visit({ device });
    await visitor.open('/pratiques');
    await search(visitor, 'jardn');
    expect(await titlesIn(visitor)).toContain('Jardin partagé près du canal');
    await visitor.page.getByText(t('practices.list.typos')).waitFor();
    await search(visitor, 'REPARATION');
    expect(await titlesIn(visitor)).toContain('Café réparation du samedi');
    await search(visitor, 'xyzzy');
    await visitor.page.getByText(t('practices.list.empty')).waitFor();
    await visitor.follow(() => visitor.page.getByRole('link', { name: t('practices.list.clear') }).click());
    expect((await titlesIn(visitor)).length).toBeGreaterThan(10);
  });

  test('keeps search and filters in the address, so that a list can be sent to someone', async ({
    visit,
  }) => {
    const visitor = await visit({ device });
    const { page } = visitor;
    await visitor.open('/pratiques');
    await page.getByText(t('practices.search.filters'), { exact: true }).click();
    await page
      .getByRole('combobox', { name: t('practices.filter.status') })
      .selectOption({ label: t('practices.status.idea') });
    await visitor.follow(() =>
      page
        .getByRole('button', { name: t('practices.search.submit') })
        .last()
        .click(),
    );
    const ideas = await titlesIn(visitor);
    expect(ideas).toContain('Une épicerie participative dans le bourg');
    expect(ideas).not.toContain('Jardin partagé près du canal');

    const friend = await visit({ device, javaScript: false });
    await friend.open(page.url());
    expect(await titlesIn(friend)).toEqual(ideas);
    const status = friend.page.getByRole('combobox', { name: t('practices.filter.status') });
    expect(await status.inputValue()).toBe('idea');
    const { search: sameFilters } = new URL(page.url());
    const api = await friend.context.request.get(`/api/v1/practices${withoutEmpty(sameFilters)}`);
    expect((await api.json()).total).toBe(ideas.length);
  });
});

/** A form sends its empty fields too; an address that is written by hand leaves them out. */
function withoutEmpty(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([, value]) => value !== '');
  return `?${new URLSearchParams(kept)}`;
}

test('speaks English at /en, and returns to French on the same page', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  const { page } = visitor;
  const english = translators.en;
  await visitor.open('/pratiques?q=jardin');
  await visitor.follow(() => page.getByRole('link', { name: 'English' }).click());
  expect(new URL(page.url()).pathname).toBe('/en/pratiques');
  expect(await visitor.title()).toBe(english('practices.list.title'));
  expect(await titlesIn(visitor)).toContain('Jardin partagé près du canal');
  await visitor.follow(() => page.getByRole('link', { name: 'Jardin partagé près du canal' }).click());
  await page.getByRole('complementary', { name: english('practices.page.facts') }).waitFor();
  await visitor.follow(() => page.getByRole('link', { name: 'Français' }).click());
  await page.getByRole('complementary', { name: t('practices.page.facts') }).waitFor();
});

test('leaves aside a filter that is not understood, and says so', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  const answer = await visitor.open('/pratiques?commune=Redon');
  expect(answer.status()).toBe(200);
  await visitor.page.getByText(t('practices.list.bad-filter', { field: 'commune' })).waitFor();
});
