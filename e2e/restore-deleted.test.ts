import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';
import { purgeAfterFortyDays } from './support/site.ts';

const t = translators.fr;
const bringBack = `${t('records.restore')} Le lavoir qui revient`;

test('a facilitator brings back what was deleted; after thirty days it is gone for ever', async ({
  visit,
  site,
  owner,
}) => {
  const author = await visit({ javaScript: false });
  await signIn(author, site, 'autrice-du-lavoir@example.org');
  await chooseName(author, 'Autrice du lavoir');
  const practice = new URL(await addPractice(author, 'Le lavoir qui revient')).pathname;
  const api = `${site.origin}/api/v1/practices`;
  const { items } = await (await fetch(`${api}?q=lavoir`)).json();
  const { id } = items.find(({ url }: { url: string }) => url.endsWith(practice));
  expect((await fetch(`${api}/${id}`)).status).toBe(200);
  await author.press(t('records.delete'));
  expect((await fetch(`${api}/${id}`)).status).toBe(410);
  expect((await author.open('/gestion/supprimes')).status()).toBe(403);

  const facilitator = await visit({ as: owner, device: 'phone', javaScript: false });
  const { page } = facilitator;
  await facilitator.open('/compte');
  await facilitator.follow(() => page.getByRole('link', { name: t('records.deleted.title') }).click());
  const deleted = page.getByRole('listitem').filter({ hasText: 'Le lavoir qui revient' });
  expect(await deleted.innerText()).toContain('Autrice du lavoir');
  await facilitator.press(bringBack);
  await page.getByText(t('records.deleted.restored')).waitFor();
  expect(await deleted.count()).toBe(0);
  await facilitator.follow(() => page.getByRole('link', { name: t('records.deleted.see') }).click());
  expect(await facilitator.title()).toBe('Le lavoir qui revient');

  await author.open(practice);
  await author.press(t('records.delete'));
  const checked = await visit({ as: owner });
  await bringChecker(checked.context);
  await checked.open('/gestion/supprimes');
  expect(await problemsInThemes(checked.page, ['light', 'dark'])).toEqual([]);

  await purgeAfterFortyDays(site, practice.slice(-8));
  expect((await checked.press(bringBack)).status()).toBe(410);
  await checked.page.getByText(t('records.error.too-late')).waitFor();
  const reader = await visit({ javaScript: false });
  for (const path of [practice, `${practice}/historique`, `/en${practice}`]) {
    expect((await reader.open(path)).status()).toBe(410);
    expect(await reader.page.content()).not.toContain('lavoir qui revient');
  }
  expect((await fetch(`${api}/${id}`)).status).toBe(410);
  expect((await fetch(`${api}/${id.replace(/^.{8}/, '00000000')}`)).status).toBe(404);
});
