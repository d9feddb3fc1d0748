import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCommunes } from '#modules/territories/index.server.ts';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import { findContacts } from './contacts.ts';
import { type InterpretedRow, interpretRow } from './interpret-row.ts';
import { importFields } from './practice-draft.ts';
import { type Cells, recogniseColumns } from './recognise-columns.ts';

let communes: CommuneDirectory;
beforeAll(async () => {
  communes = await loadCommunes();
});

function interpret(cells: Cells): InterpretedRow {
  const columns = recogniseColumns(Object.keys(cells), []);
  if (!columns.ok) throw new Error(columns.error.code);
  const read = interpretRow({ cells }, columns.value, { communes });
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

function codes({ warnings }: InterpretedRow): (string | null)[][] {
  return warnings.map(({ field, code }) => [field, code]);
}

describe('interpretRow', () => {
  it('reads a row of French habits', () => {
    const { draft, warnings } = interpret({
      Nom: ' Jardin <b>des</b>  Cordiers ',
      Descriptif: '<p>Un potager</p><p>à plusieurs.</p>',
      Adresse: '3, rue des Cordiers\n35600 REDON',
      'Code postal': '35600.0',
      Commune: 'REDON CEDEX',
      Latitude: '47,651',
      Longitude: '-2,085',
      Tags: 'Potager, compost',
      Site: 'www.exemple.org',
      Courriel: 'Contact@exemple.org',
      Tél: '299123456',
      Contact: 'Prénom NOM',
      'Mise à jour': '26/05/2020 14:00',
      'Date de création': 'mars 2016',
      Statut: 'Ouvert',
      'Forme juridique': 'Association loi 1901',
      Licence: 'Licence ODbL',
      Surface: '1 200 m²',
      Accès: '#N/D',
    });
    expect(warnings).toEqual([]);
    expect(draft).toEqual({
      title: 'Jardin des Cordiers',
      own: {},
      pitch: '',
      area: null,
      description: 'Un potager\n\nà plusieurs.',
      place: '3, rue des Cordiers, 35600 REDON',
      postalCode: '35600',
      communeCode: '35236',
      communeName: 'Redon',
      alsoIn: [],
      epciCode: null,
      epciName: '',
      reach: 'place',
      point: { latitude: 47.651, longitude: -2.085 },
      pointIsDoubtful: false,
      themes: [],
      tags: ['Potager', 'compost'],
      website: 'https://www.exemple.org',
      links: [],
      openingHours: '',
      externalId: '',
      updatedOn: '2020-05-26',
      createdOn: '',
      since: '2016-03',
      source: '',
      sourceUrl: '',
      licence: 'ODbL-1.0',
      status: 'active',
      legalStatus: 'association',
      purpose: null,
      sector: null,
      milieu: null,
      digital: null,
      carriers: '',
      partners: '',
      count: null,
      contacts: { names: ['Prénom NOM'], emails: ['contact@exemple.org'], phones: ['02 99 12 34 56'] },
      isPublished: null,
      extra: { Surface: '1 200 m²' },
    });
  });

  it('refuses a row without a title', () => {
    const columns = recogniseColumns(['Nom', 'Ville'], []);
    const read =
      columns.ok && interpretRow({ cells: { Nom: ' #N/D', Ville: 'Redon' } }, columns.value, { communes });
    expect(read).toEqual({ ok: false, error: { code: 'missing-title', params: {} } });
  });

  it('shortens a title of 10,000 characters and keeps the whole', () => {
    const title = 'mot '.repeat(2500).trim();
    const read = interpret({ Nom: title, Ville: 'Redon' });
    expect([...read.draft.title].length).toBeLessThanOrEqual(200);
    expect(read.draft.extra).toEqual({ Nom: title });
    expect(codes(read)).toEqual([['title', 'text-shortened']]);
  });

  it('tells how the row came out of its file', () => {
    const columns = recogniseColumns(['Nom', 'Ville'], []);
    const row = { cells: { Nom: 'A', Ville: '' }, missing: 1, repaired: true };
    const read = columns.ok && interpretRow(row, columns.value, { communes });
    expect(read && read.ok && codes(read.value)).toEqual([
      [null, 'row-repaired'],
      [null, 'row-too-short'],
      [null, 'no-place'],
    ]);
  });
});

describe('people', () => {
  it('are made private wherever they stand', () => {
    const read = interpret({
      Nom: 'Troc, voir camille@exemple.org',
      Ville: 'Redon',
      Description: 'Appeler le 06 39 98 12 34 ou le +33 2 99 00 00 00.',
      Site: 'contact@exemple.org',
      Remarque: 'demander Camille (camille [at] exemple.org)',
      Téléphone: 'sur place',
    });
    const { contacts, ...shown } = read.draft;
    expect(findContacts(JSON.stringify(shown))).toEqual({ emails: [], phones: [] });
    expect(contacts).toEqual({
      names: ['sur place'],
      emails: ['camille@exemple.org', 'contact@exemple.org'],
      phones: ['06 39 98 12 34', '02 99 00 00 00'],
    });
    expect(codes(read)).toContainEqual(['description', 'contact-made-private']);
    expect(codes(read)).toContainEqual(['phone', 'phone-not-understood']);
  });
});

describe('what is not understood', () => {
  it('stays under the name of its column, with a warning', () => {
    const read = interpret({
      Nom: 'A',
      CP: 'près de Redon',
      Ville: 'Nulle-Part',
      'Mis à jour le': 'bientôt',
      Depuis: '43977',
      Site: 'on verra',
      Statut: 'mystère',
      GPS: 'derrière la mairie',
    });
    expect(read.draft.extra).toEqual({
      CP: 'près de Redon',
      'Mis à jour le': 'bientôt',
      Site: 'on verra',
      Statut: 'mystère',
      GPS: 'derrière la mairie',
    });
    expect(read.draft).toMatchObject({
      communeName: 'Nulle-Part',
      communeCode: null,
      point: null,
      since: '2020-05-26',
    });
    expect(codes(read).toSorted()).toEqual(
      [
        ['postalCode', 'postal-code-not-understood'],
        ['commune', 'commune-not-found'],
        ['point', 'coordinates-not-understood'],
        ['updatedOn', 'date-not-understood'],
        ['since', 'date-from-number'],
        ['status', 'choice-not-understood'],
        ['website', 'website-not-understood'],
      ].toSorted(),
    );
  });

  it('and the state of publication of a wiki page says nothing of the practice', () => {
    const read = interpret({ Nom: 'A', Ville: 'Redon', Etat: 'Publié' });
    expect(read).toMatchObject({ draft: { status: null, extra: {} }, warnings: [] });
  });
});

describe('the commune', () => {
  it.each([
    [{ INSEE: '44160', Ville: 'ST GEREON' }, 'Ancenis-Saint-Géréon', [['commune', 'commune-merged']]],
    [{ INSEE: '35126', Ville: 'Goven' }, 'Guichen', [['commune', 'commune-name-differs']]],
    [{ CP: '35288', Ville: 'Saint-Malo' }, 'Saint-Malo', [['postalCode', 'postal-code-differs']]],
    [{ CP: '35042', Ville: 'Rennes Cedex' }, 'Rennes', []],
    [{ Ville: 'Langon' }, 'Langon', [['commune', 'several-communes']]],
    [{ Adresse: '1 Chemin des Chambrettes. 44160 Besne' }, 'Besné', []],
  ])('%o', (cells, name, warned) => {
    const read = interpret({ Nom: 'A', ...cells });
    expect(read.draft.communeName).toBe(name);
    expect(codes(read)).toEqual(warned);
  });

  it('replaces a postal code that was its INSEE code', () => {
    expect(interpret({ Nom: 'A', CP: '35288', Ville: 'Saint-Malo' }).draft.postalCode).toBe('');
  });

  it('of the territory is meant when several bear the name', () => {
    const columns = recogniseColumns(['Nom', 'Ville'], []);
    const row = { cells: { Nom: 'A', Ville: 'Langon' } };
    const read = columns.ok && interpretRow(row, columns.value, { communes, preferredCommunes: ['35145'] });
    expect(read && read.ok && read.value.draft.communeCode).toBe('35145');
  });
});

it('hours of each day are put together', () => {
  const { draft } = interpret({ Nom: 'A', Ville: 'Redon', Lundi: '9h-12h', Mardi: '', Mercredi: '14h' });
  expect(draft.openingHours).toBe('Lundi : 9h-12h\nMercredi : 14h');
});

it('any cells give a draft or a refusal, and no public contact', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a@b.fr', '0299123456', '<b>', '12/05/2020', '47.6', ''),
  );
  const columns = importFields.map((field) => ({ header: field, field, score: 1, separator: null }));
  const row = fc.record(Object.fromEntries(importFields.map((field) => [field, cell])));
  fc.assert(
    fc.property(row, (cells) => {
      const read = interpretRow({ cells }, columns, { communes });
      if (!read.ok) return;
      const { contacts, ...shown } = read.value.draft;
      expect(contacts.emails.every((email) => email.includes('@'))).toBe(true);
      expect(JSON.stringify(shown)).not.toMatch(/a@b\.fr|02 ?99 ?12/);
    }),
  );
});

describe('a cell as long as a file may hold', () => {
  const nasty = { commas: ',', points: '.', months: 'mars ', sides: 'nesw ', tags: '<b>', brackets: 'a (at' };

  it.each(Object.entries(nasty))('is read in a moment whatever its column: %s', (_, sign) => {
    const text = `a${sign.repeat(99_000 / sign.length)}a`;
    const plain = { header: 'Nom', field: 'title', score: 1, separator: null } as const;
    for (const field of [...importFields, 'extra'] as const) {
      const columns = [plain, { ...plain, header: 'Texte', field, separator: ',' as const }];
      // Looked at again from each of its signs, it would outlast any test: ten seconds for each column.
      expect(interpretRow({ cells: { Nom: 'Jardin', Texte: text } }, columns, { communes })).toBeDefined();
    }
  });
});
