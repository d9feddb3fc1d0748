import { expect, vi } from 'vitest';
import { PretendSource } from '#kernel/testing/pretend-source.server.ts';
import { translators } from '#messages/index.ts';
import { sendFile, untilImportShows } from './support/imports.ts';
import { type Visitor, test } from './support/journey.ts';

const t = translators.fr;

/** How many records the page of an import counts, by what becomes of them. */
async function figuresOf({ page }: Visitor): Promise<Record<string, string>> {
  const rows = await page.getByRole('table').first().getByRole('row').allInnerTexts();
  return Object.fromEntries(rows.slice(1).map((row) => row.split(/\s*\t\s*/) as [string, string]));
}

function figure(name: 'read' | 'created' | 'unchanged' | 'rejected'): string {
  return t(`import.page.figure-${name}`);
}

const inventory = [
  'Identifiant;Nom;Commune;Description',
  '1;Four banal de Bains;Bains-sur-Oust;"On y cuit le pain ; on y parle"',
  '2;Épicerie ambulante;Redon;Le mardi',
  '3;;Redon;Une ligne sans nom',
].join('\r\n');

test('an inventory is read, shown, imported whole, run again without harm, and undone in one click', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const reader = await visit({ javaScript: false });
  const found = async () => {
    await reader.open('/pratiques?q=banal');
    return reader.page.getByRole('link', { name: 'Four banal de Bains' }).count();
  };
  const file = { name: 'inventaire.csv', text: inventory, source: 'Réseau des fours' };

  await sendFile(facilitator, file);
  await untilImportShows(facilitator, t('import.page.explain-checked'));
  expect(await figuresOf(facilitator)).toMatchObject({ [figure('read')]: '3', [figure('created')]: '2' });
  await page.getByRole('heading', { name: t('import.page.errors') }).waitFor();
  await page.getByText(t('import.error.missing-title')).first().waitFor();
  expect(await found()).toBe(0);

  await facilitator.press(t('import.page.import'));
  await untilImportShows(facilitator, t('import.page.explain-done'));
  expect(await found()).toBe(1);
  await reader.follow(() => reader.page.getByRole('link', { name: 'Four banal de Bains' }).click());
  await reader.page.getByText('On y cuit le pain ; on y parle').waitFor();
  await reader.page.getByText('Réseau des fours').first().waitFor();
  const done = page.url();

  await sendFile(facilitator, file);
  await untilImportShows(facilitator, t('import.page.explain-checked'));
  expect(await figuresOf(facilitator)).toMatchObject({
    [figure('created')]: '0',
    [figure('unchanged')]: '2',
  });
  await facilitator.press(t('import.page.abandon'));

  await facilitator.open(done);
  await facilitator.press(t('import.page.undo'));
  await untilImportShows(facilitator, t('import.page.explain-undone'));
  expect(await found()).toBe(0);
});

test('a map comes with the file of its categories, chosen together, and their names are shown before anything is written', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const geo = { latitude: 47.6517, longitude: -2.0847 };
  const data = [{ id: 'm1', name: 'Marché du port', geo, optionValues: [2] }];
  const taxonomy = { options: [{ id: 2, name: 'Marché paysan' }], subcategories: [] };
  await sendFile(facilitator, {
    name: 'elements.json',
    text: JSON.stringify({ ontology: 'gogofull', data }),
    companions: [{ name: 'taxonomy.json', text: JSON.stringify(taxonomy) }],
  });
  await untilImportShows(facilitator, t('import.page.explain-checked'));
  expect(await page.getByRole('table').last().innerText()).toMatch(/Marché du port.*Marché paysan/s);
  await page.getByLabel(t('import.page.holds-of', { column: 'categories' })).waitFor();
  await facilitator.press(t('import.page.import'));
  await untilImportShows(facilitator, t('import.page.explain-done'));
  await facilitator.press(t('import.page.undo'));
  await untilImportShows(facilitator, t('import.page.explain-undone'));
});

test.for<[string, string, string]>([
  [
    'a row cut in two by its quotes',
    'Nom;Commune;Note\nFour banal;"Redon\nÉpicerie;Redon;ok\n',
    t('import.error.broken-quotes'),
  ],
  [
    'quotes out of place',
    'Nom;Commune\n"Four banal;Redon\nÉpicerie;Redon\n',
    t('import.warning.row-repaired'),
  ],
  ['no name of anything', 'colonne\n12\n', t('import.error.no-title-column', { columns: 'colonne' })],
])(
  'a table with %s gets a gentle answer, and nothing is written',
  async ([, text, answer], { visit, owner }) => {
    const facilitator = await visit({ as: owner, javaScript: false, device: 'phone' });
    await sendFile(facilitator, { name: 'abime.csv', text });
    await untilImportShows(facilitator, answer);
    await facilitator.press(t('import.page.abandon'));
    const reader = await visit({ javaScript: false });
    await reader.open('/pratiques?q=Four banal');
    expect(await reader.page.getByRole('link', { name: 'Four banal', exact: true }).count()).toBe(0);
  },
);

test('a picture is no table, and an empty file neither', async ({ visit, owner }) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  await sendFile(facilitator, {
    name: 'photo.csv',
    text: Buffer.from('89504e470d0a1a0a0000000d4948', 'hex'),
  });
  await untilImportShows(facilitator, t('import.error.not-a-table', { format: 'PNG' }));

  await sendFile(facilitator, { name: 'vide.csv', text: '', source: 'Une source à garder' });
  await page.getByRole('alert').getByText(t('import.page.error-empty')).waitFor();
  const source = page.getByRole('textbox', { name: t('import.page.source') });
  expect(await source.inputValue()).toBe('Une source à garder');
});

test('an inventory is read at an address; the page of a tool has the address of its data proposed, and the network inside is not asked', async ({
  visit,
  owner,
}) => {
  const source = await new PretendSource().listen();
  const there = source.origin.replace('127.0.0.1', 'localhost');
  source.give(
    '/wiki/?BazaR&id=5',
    '<!doctype html><meta name="generator" content="YesWiki"><h1>Nos lieux</h1>',
  );
  const entry = {
    id_fiche: 'LavoirDuPort',
    id_typeannonce: '5',
    bf_titre: 'Lavoir du port',
    bf_ville: 'Redon',
  };
  source.give('/wiki/?api/forms/5/entries', JSON.stringify({ LavoirDuPort: entry }));
  const facilitator = await visit({ as: owner, javaScript: false, device: 'phone' });
  const { page } = facilitator;
  const read = async (address: string) => {
    await facilitator.open('/pratiques/importer/adresse');
    await page.getByRole('textbox', { name: t('import.page.address') }).fill(address);
    await facilitator.press(t('import.page.send-address'));
  };
  await read(source.origin);
  await page.getByRole('alert').getByText(t('import.fetch.address-inside')).waitFor();
  await read(`${there}/wiki/?BazaR&id=5`);
  await page.getByRole('alert').getByText(t('import.fetch.page-yeswiki')).waitFor();
  await facilitator.press(t('import.fetch.try'));
  await untilImportShows(facilitator, t('import.page.explain-checked'));
  expect(await figuresOf(facilitator)).toMatchObject({ [figure('created')]: '1' });
  await page.getByText(t('import.page.read-at', { address: `${there}/wiki/?api/forms/5/entries` })).waitFor();
  await facilitator.press(t('import.page.abandon'));
  source.close();
});

test('a source is followed as a mirror: read again, it changes what is here; a great loss waits for a yes; removed, its records stay', async ({
  visit,
  owner,
}) => {
  const source = await new PretendSource().listen();
  const there = source.origin.replace('127.0.0.1', 'localhost');
  const row = (at: number, title: string) => `m${at};${title} ${at};Redon\n`;
  const give = (titles: readonly string[]) =>
    source.give(
      '/lieux.csv',
      `id;nom;commune\n${titles.map((title, at) => (title ? row(at, title) : '')).join('')}`,
    );
  const five = Array.from({ length: 5 }, () => 'Lavoir suivi');
  give(five);
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const name = 'Lavoirs suivis du pays';
  const card = page.getByRole('article', { name });
  const untilShows = (words: string) =>
    vi.waitFor(
      async () => {
        await facilitator.open('/gestion/sources');
        expect(await card.innerText()).toContain(words);
      },
      { timeout: 20_000, interval: 200 },
    );
  const press = (step: 'run' | 'accept') =>
    facilitator.follow(() => card.getByRole('button', { name: t(`import.source.${step}`) }).click());

  await facilitator.open('/gestion/sources');
  await facilitator.press(t('import.source.add'));
  await page.getByRole('alert').getByText(t('import.source.field-name')).waitFor();
  await page.getByRole('textbox', { name: t('import.source.field-name') }).fill(name);
  await page.getByRole('textbox', { name: t('import.source.field-address') }).fill(`${there}/lieux.csv`);
  await page.getByRole('checkbox', { name: t('import.source.mirror-yes') }).check();
  await facilitator.press(t('import.source.add'));
  await untilShows('5 fiches créées');

  const reader = await visit({ as: owner, javaScript: false, device: 'phone' });
  await reader.open('/pratiques?q=Lavoir suivi 3');
  await reader.follow(() => reader.page.getByRole('link', { name: 'Lavoir suivi 3', exact: true }).click());
  await reader.page.getByText(t('import.source.mirrored', { name })).waitFor();
  const record = new URL(reader.page.url()).pathname;
  expect((await reader.open(`${record}/modifier`)).status()).toBe(409);
  await reader.page.getByText(t('app.error.mirrored')).waitFor();

  give(['Lavoir renommé', '', ...five.slice(2)]);
  await press('run');
  await untilShows('1 fiche disparue');
  const visitor = await visit({ javaScript: false });
  expect((await visitor.open(record)).status()).toBe(200);
  await visitor.open('/pratiques?q=Lavoir renommé');
  await visitor.page.getByRole('link', { name: 'Lavoir renommé 0', exact: true }).waitFor();

  give(['', '', '', '', '', 'Lavoir suivi']);
  await press('run');
  await untilShows(t('import.source.state-held'));
  expect((await visitor.open(record)).status()).toBe(200);
  await press('accept');
  await untilShows('4 fiches disparues');
  expect((await visitor.open(record)).status()).toBe(410);
  await visitor.page.getByText(t('moderation.reason.gone-from-source')).waitFor();

  await facilitator.follow(() => card.getByRole('link', { name: t('import.source.settle') }).click());
  await facilitator.press(t('import.source.remove'));
  await page.getByRole('alert').getByText(t('import.source.remove-unclear')).waitFor();
  await page.getByRole('radio', { name: t('import.source.remove-stay') }).check();
  await facilitator.press(t('import.source.remove'));
  expect(await card.count()).toBe(0);
  source.close();
});

test('only facilitators import', async ({ visit }) => {
  const visitor = await visit({ javaScript: false });
  expect((await visitor.open('/pratiques/importer')).status()).toBe(401);
});
