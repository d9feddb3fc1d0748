import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, signIn } from './support/people.ts';

const t = translators.fr;

const followed = ({ page }: Visitor) => page.getByText(t('news.follow.done-record')).count();

test('someone follows a record and a filtered list, chooses a rhythm, and stops', async ({
  visit,
  site,
  owner,
}) => {
  const host = await visit({ javaScript: false, as: owner });
  const address = await addPractice(host, 'Atelier à suivre');
  expect(await followed(host)).toBe(1);
  await host.press(t('news.follow.stop'));
  expect(await followed(host)).toBe(0);

  const reader = await visit({ javaScript: false, device: 'phone' });
  const { page } = reader;
  await reader.open(address);
  await page.getByRole('link', { name: t('news.follow.sign-in') }).waitFor();
  await signIn(reader, site, 'suivi@example.org');
  await reader.open(address);
  await reader.press(t('news.follow.start'));
  expect(await reader.title()).toBe('Atelier à suivre');
  expect(await followed(reader)).toBe(1);
  await reader.open('/pratiques?q=suivre&page=1');
  await reader.press(t('news.follow.start'));
  expect(new URL(page.url()).search).toBe('?q=suivre&page=1');

  await reader.open('/compte/suivis');
  const titles = () => page.getByRole('list').getByRole('heading', { level: 2 }).allInnerTexts();
  expect(await titles()).toEqual([`${t('practices.list.title')} · «\u00A0suivre\u00A0»`, 'Atelier à suivre']);
  await page.getByRole('radio', { name: t('news.rhythm.weekly') }).check();
  await reader.press(t('news.rhythm.save'));
  await page.getByText(t('news.rhythm.saved')).waitFor();
  expect(await page.getByRole('radio', { name: t('news.rhythm.weekly') }).isChecked()).toBe(true);
  await reader.press(t('news.follow.stop-this', { title: 'Atelier à suivre' }));
  expect(await titles()).toHaveLength(1);
});

test('what is new is read by day and by kind, in both languages, and as a feed', async ({
  visit,
  site,
  owner,
}) => {
  const host = await visit({ javaScript: false, as: owner });
  await addPractice(host, 'Toute nouvelle');
  const visitor = await visit({ javaScript: false, device: 'phone' });
  await visitor.open('/');
  await visitor.follow(() =>
    visitor.page
      .getByRole('main')
      .getByRole('link', { name: t('news.title') })
      .click(),
  );
  await visitor.page.getByRole('link', { name: 'Toute nouvelle' }).waitFor();
  await visitor.follow(() =>
    visitor.page
      .getByRole('navigation', { name: t('news.kinds') })
      .getByRole('link', { name: t('news.kind.action') })
      .click(),
  );
  expect(await visitor.page.getByRole('link', { name: 'Toute nouvelle' }).count()).toBe(0);
  const feed = await fetch(`${site.origin}/nouveautes.atom`);
  expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  expect(await feed.text()).toContain('Toute nouvelle');
  for (const [name, value] of [
    ['if-none-match', feed.headers.get('etag') ?? ''],
    ['if-modified-since', feed.headers.get('last-modified') ?? ''],
  ] as const) {
    expect((await fetch(`${site.origin}/nouveautes.atom`, { headers: { [name]: value } })).status).toBe(304);
  }
  const english = await fetch(`${site.origin}/en/pratiques.atom`);
  expect(await english.text()).toContain('xml:lang="en"');
  expect((await fetch(`${site.origin}/nouveautes/zzzzzzzz.atom`)).status).toBe(404);
});

test('a program of mail may send the link of a letter; nothing else comes from nowhere', async ({ site }) => {
  const send = (path: string) =>
    fetch(site.origin + path, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
  expect((await send('/suivis/lien-illisible')).status).toBe(422);
  expect((await send('/compte/suivis')).status).toBe(403);
});
