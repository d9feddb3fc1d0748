import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { sendFile, untilImportShows } from './support/imports.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';

const t = translators.fr;
const city = 'id;nom;commune;depuis;lat;lon\nV1;Jardin des Cordiers;Redon;2014;47.6521;-2.0843\n';
const country =
  'id;nom;commune;site;lat;lon\nP9;JARDIN DES CORDIERS;Redon;https://cordiers.exemple;47.6522;-2.0844\n';

async function bringIn(owner: Visitor, name: string, text: string): Promise<void> {
  await sendFile(owner, { name, text, source: name });
  await untilImportShows(owner, t('import.page.explain-checked'));
  await owner.press(t('import.page.import'));
  await untilImportShows(owner, t('import.page.explain-done'));
}

test('duplicates of two sources are found, merged field by field, and un-merged', async ({
  visit,
  site,
  owner,
}) => {
  const facilitator = await visit({ as: owner, device: 'phone' });
  const { page } = facilitator;
  await bringChecker(facilitator.context);
  await bringIn(facilitator, 'ville.csv', city);
  await bringIn(facilitator, 'pays.csv', country);

  await facilitator.open('/gestion/doublons');
  await facilitator.press(t('duplicates.search.start'));
  const pair = page.getByRole('article', { name: /Jardin des Cordiers/i });
  for (let tries = 0; (await pair.count()) === 0 && tries < 60; tries += 1) {
    await facilitator.open('/gestion/doublons');
  }
  expect(await pair.innerText()).toContain(t('duplicates.reason.same-name'));
  const api = `${site.origin}/api/v1/practices`;
  const both: { id: string; url: string }[] = (await (await fetch(`${api}?q=cordiers`)).json()).items;
  await facilitator.follow(() => pair.getByRole('link', { name: t('duplicates.list.compare') }).click());
  const titles = page.getByRole('radiogroup', { name: t('practices.field.title') });
  await titles.getByRole('radio', { name: /Jardin des Cordiers/ }).check();
  expect(await problemsInThemes(page, ['light', 'dark'])).toEqual([]);
  await facilitator.press(t('duplicates.merge.submit'));
  await page.getByText(t('duplicates.merge.done')).waitFor();

  const { items } = await (await fetch(`${api}?q=cordiers`)).json();
  const [garden, ...others] = items;
  expect(others).toEqual([]);
  expect(garden).toMatchObject({
    title: 'Jardin des Cordiers',
    since: '2014',
    website: 'https://cordiers.exemple',
  });
  const [other] = garden.merged;
  const moved = await fetch(`${api}/${other.id}`, { redirect: 'manual' });
  expect(moved.status).toBe(301);
  expect(await moved.json()).toEqual({ merged_into: garden.id });
  const pictureOf = (url = '') => `/fichiers/${url.split('-').at(-1)}/${other.id}/320.webp`;
  const picture = site.origin + pictureOf(both.find(({ id }) => id === other.id)?.url);
  const movedPicture = await fetch(picture, { redirect: 'manual' });
  expect([movedPicture.status, movedPicture.headers.get('cache-control')]).toEqual([301, 'no-cache']);
  expect(movedPicture.headers.get('location')).toBe(pictureOf(garden.url));

  await facilitator.open(new URL(garden.url).pathname);
  await page.getByRole('heading', { name: t('duplicates.sources.title') }).waitFor();
  await facilitator.follow(() => page.getByRole('link', { name: t('records.history.title') }).click());
  await facilitator.press(t('records.history.undo'));
  const after = await (await fetch(`${api}?q=cordiers`)).json();
  expect(after.items).toHaveLength(2);
  expect((await fetch(`${api}/${other.id}`, { redirect: 'manual' })).status).toBe(200);
  expect((await fetch(picture, { redirect: 'manual' })).status).toBe(404);
});

test('someone points out a duplicate, which a facilitator leaves and finds again', async ({
  visit,
  site,
  owner,
}) => {
  const member = await visit({ javaScript: false });
  await signIn(member, site, 'voisine-du-doublon@example.org');
  await chooseName(member, 'Voisine du doublon');
  await addPractice(member, 'La laverie des voisins');
  const other = new URL(await addPractice(member, 'La laverie voisine')).pathname;
  await member.open(other);
  await member.follow(() => member.page.getByRole('link', { name: t('duplicates.say.link') }).click());
  await member.press(t('duplicates.say.same-as', { title: 'La laverie des voisins' }));
  await member.page.getByText(t('duplicates.say.done')).waitFor();
  expect((await member.open('/gestion/doublons')).status()).toBe(403);

  const facilitator = await visit({ as: owner });
  await bringChecker(facilitator.context);
  await facilitator.open('/gestion/doublons');
  const pair = facilitator.page.getByRole('article', { name: /laverie/ });
  expect(await pair.innerText()).toContain(t('duplicates.certainty.said'));
  await facilitator.follow(() => pair.getByRole('button', { name: t('duplicates.decide.distinct') }).click());
  expect(await pair.count()).toBe(0);
  await facilitator.open('/gestion/doublons?etat=distinct');
  expect(await pair.count()).toBe(1);
  expect(await problemsInThemes(facilitator.page, ['light', 'dark'])).toEqual([]);
});
