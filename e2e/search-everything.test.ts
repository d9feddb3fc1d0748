import { describe, expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { devices, test } from './support/journey.ts';

const t = translators.fr;

describe.each(devices)('on a %s', (device) => {
  test('searches the whole site from any page, without JavaScript', async ({ visit }) => {
    const visitor = await visit({ device, javaScript: false });
    const { page } = visitor;
    await visitor.open('/leviers');
    const field = page.getByRole('banner').getByRole('searchbox', { name: t('overview.search.header') });
    await field.fill('PARTAGER');
    await visitor.follow(() => field.press('Enter'));
    expect(await visitor.title()).toBe(t('overview.search.title'));
    await page.getByRole('heading', { name: t('overview.scope.practice'), level: 2 }).waitFor();

    const parts = page.getByRole('navigation', { name: t('overview.search.parts') });
    await visitor.follow(() => parts.getByRole('link', { name: t('overview.scope.lever') }).click());
    expect(new URL(page.url()).searchParams.get('dans')).toBe('lever');
    const found = page.getByRole('main').getByRole('heading', { level: 3 });
    const first = await found.first().innerText();
    await visitor.follow(() => found.first().getByRole('link').click());
    expect(await visitor.title()).toBe(first);
  });

  test('helps on when nothing is found', async ({ visit }) => {
    const visitor = await visit({ device });
    const { page } = visitor;
    await visitor.open('/recherche');
    const field = page.getByRole('searchbox', { name: t('overview.search.label') });
    const search = async (text: string) => {
      await field.fill(text);
      await visitor.follow(() => field.press('Enter'));
    };
    await search('jardn');
    await page.getByText(t('overview.search.resembling', { text: 'jardn' })).waitFor();
    await search('le la les');
    await page.getByRole('heading', { name: t('overview.search.no-words') }).waitFor();
    await search('xyzzyxyzzy');
    await page.getByRole('heading', { name: t('overview.search.nothing', { text: 'xyzzyxyzzy' }) }).waitFor();
    expect(await field.inputValue()).toBe('xyzzyxyzzy');
  });
});
