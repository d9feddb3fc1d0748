import { describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, devices, test } from './support/journey.ts';

const t = translators.fr;

async function search(visitor: Visitor, words: string) {
  await visitor.page.getByRole('searchbox', { name: t('practices.search.label') }).fill(words);
  await visitor.follow(() =>
    visitor.page.getByRole('searchbox', { name: t('practices.search.label') }).press('Enter'),
  );
}

type Folded = 'status' | 'commune';

/** One value of a filter, which is unfolded when it is not yet. */
async function valueIn({ page }: Visitor, facet: Folded, value: string) {
  const name = t(`practices.filter.${facet}`);
  const box = page
    .getByRole('group', { name, exact: true })
    .getByRole('checkbox', { name: new RegExp(`^(— )*${RegExp.escape(value)}`) });
  if (!(await box.isVisible())) {
    await page
      .locator('summary')
      .filter({ hasText: new RegExp(`^${name}`) })
      .click();
  }
  return box;
}

async function choose(visitor: Visitor, facet: Folded, value: string) {
  await (await valueIn(visitor, facet, value)).check();
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
    // Where there is room the filters stand open beside the list.
    if (device === 'phone') await page.getByText(t('practices.search.filters'), { exact: true }).click();
    await choose(visitor, 'status', t('practices.status.idea'));
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
    const idea = friend.page.getByRole('checkbox', { name: t('practices.status.idea') });
    expect(await idea.isChecked()).toBe(true);
    const { search: sameFilters } = new URL(page.url());
    const api = await friend.context.request.get(`/api/v1/practices${withoutEmpty(sameFilters)}`);
    expect((await api.json()).total).toBe(ideas.length);
  });
});

describe('the views of the same practices', () => {
  const views = ['cards', 'list', 'table', 'print'] as const;

  test('are one link away from each other, and reach everyone', async ({ visit }) => {
    const visitor = await visit();
    const { page } = visitor;
    await bringChecker(visitor.context);
    await visitor.open('/pratiques?status=idea&status=experiment&sort=title');
    const cards = await titlesIn(visitor);
    expect(cards.length).toBeGreaterThan(1);
    for (const view of views) {
      await visitor.follow(() =>
        page
          .getByRole('navigation', { name: t('practices.list.views') })
          .getByRole('link', { name: t(`practices.view.${view}`), exact: true })
          .click(),
      );
      const names = await page.getByRole('main').getByRole('link', { name: cards[0] }).count();
      expect(names).toBe(1);
      expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
    }
    expect(await page.getByRole('main').innerText()).toContain('CC BY-SA 4.0');
    expect(await visitor.title()).toContain('Pays de Redon');
  });

  test('the table is put in order by its headers, and reached by keyboard on a narrow screen', async ({
    visit,
  }) => {
    const visitor = await visit({ javaScript: false, device: 'phone' });
    const { page } = visitor;
    await visitor.open('/pratiques?view=table');
    const header = page.getByRole('columnheader', { name: t('practices.table.commune') });
    await visitor.follow(() => header.getByRole('link').click());
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
    const communes = await page.getByRole('row').locator('td:nth-of-type(3)').allInnerTexts();
    // A practice of several communes stands by its first.
    const said = communes.map((names) => names.split(',')[0] ?? '').filter(Boolean);
    expect(said).toEqual(said.toSorted((one, other) => one.localeCompare(other, 'fr')));
    expect(await page.getByRole('region', { name: /pratiques, page 1/ }).getAttribute('tabindex')).toBe('0');
  });
});

describe('filters', () => {
  test('add up within one, narrow between two, and tell beforehand how many each would leave', async ({
    visit,
  }) => {
    const visitor = await visit({ javaScript: false, device: 'phone' });
    const { page } = visitor;
    const shown = async () =>
      Number(/\d+/.exec(await page.getByRole('heading', { level: 2 }).first().innerText())?.[0]);
    const told = async (facet: Folded, value: string) => {
      const box = await valueIn(visitor, facet, value);
      const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.innerText ?? '');
      return Number(/(\d+)\s*$/.exec(label)?.[1]);
    };
    const send = () =>
      visitor.follow(() =>
        page
          .getByRole('button', { name: t('practices.search.submit') })
          .last()
          .click(),
      );
    const [idea, experiment] = [t('practices.status.idea'), t('practices.status.experiment')];
    await visitor.open('/pratiques');
    await page.getByText(t('practices.search.filters'), { exact: true }).click();
    await choose(visitor, 'status', idea);
    const ideas = await told('status', idea);
    const experiments = await told('status', experiment);
    await send();
    expect(await shown()).toBe(ideas);
    expect(await told('status', experiment)).toBe(experiments);
    await choose(visitor, 'status', experiment);
    await send();
    expect(await shown()).toBe(ideas + experiments);
    const redon = await told('commune', 'Redon');
    await choose(visitor, 'commune', 'Redon');
    await send();
    expect(await shown()).toBe(redon);
    const chips = page.getByRole('list', { name: t('practices.list.chosen') });
    await visitor.follow(() => chips.getByRole('link', { name: /Redon/ }).click());
    expect(await shown()).toBe(ideas + experiments);
  });

  test('that leave nothing say what to take away', async ({ visit }) => {
    const visitor = await visit({ javaScript: false });
    const { page } = visitor;
    await visitor.open('/pratiques?q=jardin&status=ended&commune=99999');
    await page.getByText(t('practices.list.empty')).waitFor();
    await visitor.open('/pratiques?q=jardin&commune=99999');
    await visitor.follow(() => page.getByRole('link', { name: /^sans « Commune/ }).click());
    expect(await titlesIn(visitor)).toContain('Jardin partagé près du canal');
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
