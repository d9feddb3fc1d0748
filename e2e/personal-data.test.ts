import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { localPath } from '#app/locale.ts';
import { routes } from '#app/route-manifest.ts';
import { openArchive } from '#kernel/archive/open-archive.server.ts';
import { translators } from '#messages/index.ts';
import { answerContact, askContact } from './support/contacts.ts';
import { bringChecker, problemsInThemes } from './support/accessibility.ts';
import { type Visitor, test } from './support/journey.ts';
import { addPractice, chooseName, signIn } from './support/people.ts';
import { addressFor, makeSamples } from './support/samples.ts';
import { leaveOneOwner, mailTo, type Session } from './support/site.ts';

const t = translators.fr;

async function comment(visitor: Visitor, practice: string, text: string): Promise<void> {
  await visitor.open(practice);
  await visitor.page.getByRole('textbox', { name: t('records.comments.text') }).fill(text);
  await visitor.press(t('records.comments.send'));
}

async function erase(visitor: Visitor, texts: 'keep' | 'erase'): Promise<void> {
  await visitor.open('/compte/effacer');
  await visitor.page.getByRole('radio', { name: t(`personal.erase.texts-${texts}`) }).check();
  await visitor.page.getByRole('checkbox', { name: t('personal.erase.confirm') }).check();
  await visitor.press(t('personal.erase.submit'));
}

function cookiesOf({ cookies }: Session): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** The files of a copy, by name. */
async function filesIn(bytes: Uint8Array): Promise<Map<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-copy-'));
  try {
    const file = path.join(folder, 'copie.zip');
    await writeFile(file, bytes);
    const archive = await openArchive(file);
    if (!archive.ok) throw new Error(archive.error.code);
    const { names, readSmall, close } = archive.value;
    const files = await Promise.all(
      names.map(async (name) => [name, (await readSmall(name, 1e7)).toString()] as const),
    );
    close();
    return new Map(files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('takes away everything the site keeps about someone, and nothing of others', async ({ visit, site }) => {
  const email = 'copie@example.org';
  const visitor = await visit({ device: 'phone', javaScript: false });
  await signIn(visitor, site, email);
  await chooseName(visitor, 'Nolwenn Copie');
  await addPractice(visitor, 'La forge de Nolwenn');
  await visitor.open('/compte/mes-donnees');
  const link = visitor.page.getByRole('link', { name: t('personal.data.download') });
  const headers = { cookie: cookiesOf(await visitor.session()) };
  const answer = await fetch(site.origin + (await link.getAttribute('href')), { headers });
  expect(answer.headers.get('content-type')).toBe('application/zip');
  const files = await filesIn(await answer.bytes());
  expect([...files.keys()].filter((name) => !name.includes('/')).toSorted()).toEqual([
    'data.json',
    'lisez-moi.html',
  ]);
  const data = files.get('data.json') ?? '';
  expect(JSON.parse(data)).toMatchObject([
    { tables: { account: [{ name: 'Nolwenn Copie', email }] } },
    { tables: { records: [{ title: 'La forge de Nolwenn' }] } },
  ]);
  expect(data).not.toContain('camille@example.org');
  const csv = [...files].find(([name]) => name.endsWith('/fiches-ecrites.csv'))?.[1] ?? '';
  expect(csv).toContain('La forge de Nolwenn');
});

// Asked for by visitors and by the owner, twice: longer than a journey.
const everyPage = { timeout: 240_000 };
test('erases oneself from every page of the site', everyPage, async ({ visit, site, ownerAlone }) => {
  const samples = await makeSamples(site, ownerAlone);
  const email = 'oubli@example.org';
  const words = ['Zoé Oublienne', email, '06 55 44 33 22', 'L’oubliette'];
  const visitor = await visit();
  await bringChecker(visitor.context);
  await signIn(visitor, site, email);
  await chooseName(visitor, 'Zoé Oublienne');
  await addPractice(visitor, 'L’oubliette de Zoé');
  await comment(visitor, samples.practice, 'Appelez-moi : 06 55 44 33 22 ou oubli@example.org');

  const readers: Record<string, string>[] = [{}, { cookie: cookiesOf(await ownerAlone.session()) }];
  const found = async () => {
    const places = await Promise.all(
      routes.flatMap(({ path: route, sample, access }) =>
        readers.map(async (headers) => {
          const isAddress = sample === undefined || sample.startsWith('/');
          const address = addressFor(route, isAddress ? sample : samples[sample as keyof typeof samples]);
          if (access === 'link' || route.endsWith('/copie')) return [];
          const answer = await fetch(site.origin + address, { headers });
          const text = await answer.text();
          return words.some((word) => text.includes(word)) ? [route] : [];
        }),
      ),
    );
    const search = await fetch(`${site.origin}/pratiques?q=oubliette`);
    const isFound = (await search.text()).includes('L’oubliette de Zoé');
    return [...new Set([...places.flat(), ...(isFound ? ['search'] : [])])];
  };
  expect(await found()).toEqual(
    expect.arrayContaining([
      '/pratiques/[slug]',
      '/pratiques/[slug]/historique',
      '/gestion/membres',
      '/gestion/courriels',
      '/api/v1/practices.csv',
      '/api/v1/practices.geojson',
      'search',
    ]),
  );

  await visitor.open('/compte/effacer');
  expect(await problemsInThemes(visitor.page, ['light', 'dark'])).toEqual([]);
  await visitor.press(t('personal.erase.submit'));
  await visitor.page.getByRole('link', { name: t('personal.error.confirm') }).waitFor();
  expect(await problemsInThemes(visitor.page, ['light'])).toEqual([]);
  await erase(visitor, 'erase');
  expect(await visitor.title()).toBe(t('personal.erased.title'));
  expect(await found()).toEqual([]);

  await visitor.open(`${samples.practice}/historique`);
  expect(await visitor.page.getByText(t('records.history.by-someone')).count()).toBeGreaterThan(0);
  await visitor.open('/compte');
  expect(await visitor.title()).toBe(t('accounts.sign-in.title'));
  await signIn(visitor, site, email);
  await visitor.open('/compte');
  expect(await visitor.page.getByRole('textbox', { name: t('accounts.owner.name') }).inputValue()).toBe('');
});

test('leaves texts without a name; the only owner hands over first', async ({ visit, site, ownerAlone }) => {
  const visitor = await visit({ device: 'phone', javaScript: false });
  await signIn(visitor, site, 'reste@example.org');
  await chooseName(visitor, 'Yann Reste');
  const practice = await addPractice(visitor, 'Le pressoir');
  await visitor.open('/compte/effacer');
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await erase(visitor, 'keep');
  await visitor.open(practice);
  expect(await visitor.title()).toBe('Le pressoir');
  expect(await visitor.page.content()).not.toContain('Yann Reste');

  await leaveOneOwner(site, 'camille@example.org');
  await ownerAlone.open('/compte/effacer');
  const { page } = ownerAlone;
  expect(await page.getByRole('button', { name: t('personal.erase.submit') }).count()).toBe(0);
  await page.getByRole('link', { name: t('personal.erase.to-members') }).waitFor();
});

test('shows a contact only once the person agreed, and never their address', async ({
  visit,
  site,
  owner,
}) => {
  const email = 'lavoir@example.org';
  const facilitator = await visit({ as: owner, javaScript: false });
  const practice = new URL(await addPractice(facilitator, 'Le lavoir d’en bas')).pathname;
  const contact = { practice, name: 'Enora Lavoir', email, phone: '02 99 11 22 33' };
  const link = await askContact(site, facilitator, contact);

  const anyone = await visit({ device: 'phone' });
  await bringChecker(anyone.context);
  await anyone.open(practice);
  expect(await anyone.page.content()).not.toContain('Enora Lavoir');
  await anyone.open(link);
  expect(await problemsInThemes(anyone.page, ['light', 'dark'])).toEqual([]);
  await answerContact(anyone, link, 'public');

  await anyone.open(practice);
  const shown = await anyone.page.content();
  expect(shown).toContain('Enora Lavoir');
  expect(shown).not.toContain(email);
  await anyone.follow(() => anyone.page.getByRole('link', { name: t('practices.contact.write') }).click());
  expect(await problemsInThemes(anyone.page, ['light', 'dark'])).toEqual([]);
  await anyone.press(t('practices.write.send'));
  await anyone.page.getByRole('link', { name: t('practices.error.write.message') }).waitFor();
  await anyone.page.getByRole('textbox', { name: t('practices.write.name') }).fill('Loïc');
  await anyone.page.getByRole('textbox', { name: t('practices.write.email') }).fill('loic@example.org');
  await anyone.page.getByRole('textbox', { name: t('practices.write.message') }).fill('Ouvert demain ?');
  await anyone.press(t('practices.write.send'));
  await anyone.page.getByText(t('practices.write.waits')).waitFor();
  expect((await mailTo(site, email)).body).toContain('Ouvert demain ?');

  await answerContact(anyone, link, 'delete');
  await anyone.open(practice);
  expect(await anyone.page.content()).not.toContain('Enora Lavoir');
  await anyone.open(localPath('en', link));
  await anyone.page.getByText(translators.en('practices.consent.gone')).waitFor();
});
