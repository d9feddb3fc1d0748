import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { chooseFiles, untilImportShows } from './support/imports.ts';
import { test } from './support/journey.ts';

const t = translators.fr;

const question = (type: string, name: string, label: string, read = '*') =>
  [type, name, label, '60', '255', '', '', 'text', '1', '', '', read, '*', '', '', ''].join('***');

const form = {
  bn_id_nature: '5',
  bn_label_nature: 'Ateliers',
  bn_template: [
    question('texte', 'bf_titre', 'Nom de l’atelier'),
    question('liste', 'ListeGenre', 'Type de lieu'),
    question('texte', 'bf_ville', 'Ville'),
    question('textelong', 'bf_bilan', 'Présentation', '@admins'),
    question('texte', 'bf_phrase', 'Ce que l’on y fait'),
    question('checkbox', 'ListeMoments', 'Moments d’ouverture'),
  ].join('\r\n'),
};
const list = { titre_liste: 'Genre', label: { 1: 'Atelier de vélos', 2: 'Jardin' } };
const moments = { titre_liste: 'Moments', label: { m: 'Matinée', s: 'Soirée' } };
const entries = {
  LaClavette: {
    id_fiche: 'LaClavette',
    id_typeannonce: '5',
    bf_titre: 'La Clavette de Bains',
    listeListeGenre: '1',
    bf_ville: 'Redon',
    bf_bilan: 'Le loyer est en retard',
    bf_phrase: 'On y répare les vélos à plusieurs',
    checkboxListeMoments: 'm,s',
    statut_fiche: '1',
    url: 'https://wiki.example/?LaClavette',
  },
  EnPreparation: {
    id_fiche: 'EnPreparation',
    id_typeannonce: '5',
    bf_titre: 'Un atelier pas encore annoncé',
    bf_ville: 'Redon',
    statut_fiche: '0',
    url: 'https://wiki.example/?EnPreparation',
  },
};

test('a wiki with its form and list is recognised, adjusted, imported whole and undone', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false });
  const { page } = facilitator;
  const reader = await visit({ javaScript: false });
  const named = async (words: string) => {
    await reader.open('/pratiques');
    const search = `/api/v1/practices?q=${encodeURIComponent(`"${words}"`)}`;
    const answer = await reader.page.request.get(new URL(search, reader.page.url()).href);
    const { items } = (await answer.json()) as { items: { title: string; url: string }[] };
    return items.filter(({ title }) => title === words);
  };

  await chooseFiles(facilitator, {
    'ListeGenre.json': list,
    'ListeMoments.json': moments,
    'formulaire.json': form,
    'fiches.json': entries,
  });
  await untilImportShows(facilitator, t('import.page.explain-checked'));
  expect(await page.getByRole('checkbox', { name: t('import.page.takes-questions') }).isChecked()).toBe(true);
  await page.getByText(t('import.page.makes-fields', { count: 3 })).waitFor();
  await page.getByText(t('import.warning.kept-unpublished')).first().waitFor();
  const use = (column: string) => page.getByLabel(t('import.page.holds-of', { column }));
  expect(await use('Nom de l’atelier').inputValue()).toBe('title');
  expect(await use('Type de lieu').inputValue()).toBe('themes');
  expect(await page.getByRole('main').innerText()).toContain('Atelier de vélos');

  await use('Ce que l’on y fait').selectOption('pitch');
  await facilitator.press(t('import.page.again'));
  await untilImportShows(facilitator, t('import.page.explain-checked'));
  expect(await use('Ce que l’on y fait').inputValue()).toBe('pitch');
  expect(await use('Moments d’ouverture').inputValue()).toBe('new.choices');
  expect(await page.getByRole('main').innerText()).toContain(
    t('own-fields.says', { label: 'Moments d’ouverture', text: 'Matinée, Soirée' }),
  );
  await facilitator.press(t('import.page.import'));
  await untilImportShows(facilitator, t('import.page.explain-done'));
  await page.getByText(t('import.page.made-fields', { count: 2 })).waitFor();
  const done = page.url();

  expect(await named('La Clavette de Bains')).toHaveLength(1);
  const [practice] = await named('La Clavette de Bains');
  await reader.open(new URL(practice?.url ?? '').pathname);
  const shown = await reader.page.getByRole('main').innerText();
  expect(shown).toContain('On y répare les vélos à plusieurs');
  expect(shown).toContain('wiki.example');
  expect(shown).toContain('Moments d’ouverture');
  expect(shown).toContain('Matinée, Soirée');
  expect(shown).not.toContain('loyer');
  expect(await named('Un atelier pas encore annoncé')).toHaveLength(0);

  await facilitator.open(done);
  await facilitator.press(t('import.page.undo'));
  await untilImportShows(facilitator, t('import.page.explain-undone'));
  await page.getByText(t('import.page.undone-fields')).waitFor();
  expect(await named('La Clavette de Bains')).toHaveLength(0);
  await facilitator.open('/gestion/formulaire');
  const off = page.getByRole('region', { name: t('own-fields.off-title') });
  expect(await off.innerText()).toContain('Moments d’ouverture');
});

test('a form without its records, or two inventories at once, get a gentle answer', async ({
  visit,
  owner,
}) => {
  const facilitator = await visit({ as: owner, javaScript: false, device: 'phone' });
  const alert = facilitator.page.getByRole('alert');
  await chooseFiles(facilitator, { 'formulaire.json': form, 'ListeGenre.json': list });
  await alert.getByText(t('import.page.error-no-inventory')).waitFor();
  await chooseFiles(facilitator, { 'fiches.json': entries, 'autres.json': entries });
  await alert.getByText(t('import.page.error-several-inventories')).waitFor();
  await chooseFiles(facilitator, { 'fiches.json': '{"LaClavette": {"id_fiche": "LaClavette",' });
  await untilImportShows(facilitator, t('import.page.explain-refused'));
});
