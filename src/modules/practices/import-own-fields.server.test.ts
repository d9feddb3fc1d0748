import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Context, visitor } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { exportCsv, exportGeojson, exportJsonld } from './export-practices.server.ts';
import { ensureOwnForm } from './fields/describe-form.server.ts';
import type { FormDescription } from './fields/describe-form.ts';
import { askOwnFields, ownFactsOf } from './fields/own-values.server.ts';
import { selectOwnForm } from './fields/own-form-store.server.ts';
import { addField, switchField } from './fields/shape-form.server.ts';
import { renameOption } from './fields/shape-lists.server.ts';
import { formOf } from './practice-form.ts';
import { editPractice, proposePractice } from './save-practice.server.ts';
import {
  exported,
  figuresOf,
  importFile,
  practicesIn,
  tryImport,
  inNewTerritory,
} from './testing/import-scene.server.ts';
import { undoImport } from './undo-import.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  facilitator = await inNewTerritory(world);
});

const form: FormDescription = {
  lists: [
    { key: 'saisons', name: 'Saisons', options: [{ label: 'Printemps' }, { label: 'Été, au soleil' }] },
  ],
  fields: [
    { key: 'saison', label: 'Saison', kind: 'choices', list: 'saisons' },
    { key: 'membres', label: 'Membres', kind: 'number' },
    { key: 'debut', label: 'Début', kind: 'date' },
    { key: 'recit', label: 'Récit', kind: 'text' },
    { key: 'adresse', label: 'Lien du plan', kind: 'link' },
    { key: 'avec', label: 'Avec', kind: 'practices' },
    { key: 'secret', label: 'Suivi', kind: 'text', visibility: 'facilitators' },
  ],
};
const answers = {
  'field.saison': ['printemps', 'ete-au-soleil'],
  'field.membres': ['1 234,5'],
  'field.debut': ['mars 2016'],
  'field.recit': ['=Une histoire ; à suivre\nsur deux lignes, appelez le 02 99 71 00 00'],
  'field.adresse': ['https://plan.test/?a=1;2'],
  'field.secret': ['canari'],
};
const said = {
  saison: ['printemps', 'ete-au-soleil'],
  membres: 1234.5,
  debut: '2016-03',
  recit: answers['field.recit'][0],
  adresse: 'https://plan.test/?a=1;2',
};

async function written(): Promise<void> {
  await ensureOwnForm(facilitator, form);
  const verger = await proposePractice(facilitator, { title: 'Verger', commune: 'Redon', own: answers });
  const own = { 'field.avec': ['Verger'] };
  const four = await proposePractice(facilitator, { title: 'Four à pain', commune: 'Redon', own });
  if (!verger.ok || !four.ok) throw new Error('Not proposed');
}

async function answersIn(context: Context) {
  const practices = await practicesIn(context);
  return new Map(practices.map(({ record, details }) => [record.title, details.fields]));
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join('');
}

const unchanged = (count: number) => ({
  read: count,
  created: 0,
  updated: 0,
  unchanged: count,
  rejected: 0,
});

describe('our own files', () => {
  it('bring answers back where they come from, and nothing changes', async () => {
    await written();
    const csv = await exported(facilitator);
    expect(csv).not.toContain('canari');
    const again = await importFile(facilitator, csv);
    expect(figuresOf(again)).toEqual(unchanged(2));
    expect(again.warnings).toEqual([]);
  });

  it('follow what was edited in a spreadsheet, and say in words what they do not understand', async () => {
    await written();
    const csv = (await exported(facilitator)).replace('1234.5', '7').replace('2016-03', 'hier');
    const report = await importFile(facilitator, csv);
    expect(figuresOf(report)).toMatchObject({ updated: 1, unchanged: 1 });
    expect(report.warnings).toMatchObject([
      { field: 'field.debut', code: 'own-answer-not-understood', params: { label: 'Début', kind: 'date' } },
    ]);
    expect((await answersIn(facilitator)).get('Verger')).toEqual({
      ...said,
      membres: 7,
      secret: 'canari',
    });
  });

  it.for([
    ['pratiques.csv', exportCsv],
    ['pratiques.geojson', exportGeojson],
    ['pratiques.jsonld', exportJsonld],
  ] as const)('bring them into a copy with the same form: %s', async ([fileName, write]) => {
    await written();
    const file = await textOf(write(facilitator, {}));
    const copy = await inNewTerritory(world);
    await ensureOwnForm(copy, form);
    const first = await importFile(copy, file, { fileName });
    expect(figuresOf(first)).toMatchObject({ created: 2, rejected: 0 });
    const { recit, ...plain } = said;
    expect((await answersIn(copy)).get('Verger')).toMatchObject(plain);
    if (fileName.endsWith('csv')) expect((await answersIn(copy)).get('Verger')).toEqual({ ...plain, recit });
    expect(figuresOf(await importFile(copy, file, { fileName }))).toEqual(unchanged(2));
  });

  it('tell of questions that are not here, which a facilitator may make', async () => {
    await written();
    const csv = await exported(facilitator);
    const copy = await inNewTerritory(world);
    const first = await importFile(copy, csv);
    expect(first.counts.warnings['own-field-missing']).toBe(6);
    expect(await answersIn(copy)).toEqual(
      new Map([
        ['Verger', {}],
        ['Four à pain', {}],
      ]),
    );
    const mapping = { 'field.saison': 'new.choices', 'field.membres': 'new.number' } as const;
    const second = await importFile(copy, csv, { mapping });
    expect(second.fields).toEqual(['field.saison', 'field.membres']);
    expect((await answersIn(copy)).get('Verger')).toEqual({
      saison: said.saison.toSorted(),
      membres: 1234.5,
    });
    expect((await selectOwnForm(copy)).fields.map(({ label }) => label)).toEqual(['Saison', 'Membres']);
    expect(figuresOf(await importFile(copy, csv))).toEqual(unchanged(2));
  });

  it('leave alone what was answered meanwhile, and a question that is off', async () => {
    await written();
    const csv = await exported(facilitator);
    world.clock.advance(60_000);
    const verger = (await practicesIn(facilitator)).find(({ record }) => record.title === 'Verger');
    if (!verger) throw new Error('No practice');
    const own = { 'field.membres': ['8'] };
    const { id: recordId, version } = verger.record;
    await editPractice(facilitator, { recordId, version, input: { ...formOf(verger), own } });
    await switchField(facilitator, { key: 'recit', on: false });
    const edited = csv.replace('1234.5', '9').replace('=Une histoire', 'Autre chose');
    const report = await importFile(facilitator, edited);
    expect(report.warnings.map(({ field, code }) => [field, code])).toEqual([
      ['field.recit', 'own-field-missing'],
      ['field.membres', 'kept-local-edit'],
    ]);
    expect((await answersIn(facilitator)).get('Verger')).toMatchObject({ membres: 8, recit: said.recit });
  });
});

const table = (rows: string) => `Nom;Commune;Public;Places;Ouvert;Page\n${rows}`;
const rows = [
  'Atelier;Redon;Enfants, Aînés;12;2014;https://a.test/',
  'Cantine;Redon;Aînés;8;2016;https://b.test/',
  'Jardin;Allaire;Enfants;beaucoup;2015;https://c.test/',
].join('\n');
const mapping = {
  Public: 'new.choices',
  Places: 'new.number',
  Ouvert: 'new.date',
  Page: 'new.link',
} as const;
const options = { fileName: 'lieux.csv', mapping };

describe('columns of another file', () => {
  it('become questions with their choices, once, and undoing switches off those that nobody answers', async () => {
    const dry = await importFile(facilitator, table(rows), { ...options, dryRun: true });
    expect(dry.fields).toEqual(['field.public', 'field.places', 'field.ouvert', 'field.page']);
    expect((await selectOwnForm(facilitator)).fields).toEqual([]);
    const first = await importFile(facilitator, table(rows), options);
    expect(first.warnings).toEqual(dry.warnings);
    expect(first.warnings).toMatchObject([
      { record: 3, code: 'own-answer-not-understood', params: { label: 'Places', value: 'beaucoup' } },
    ]);
    const answered = await answersIn(facilitator);
    expect(answered.get('Atelier')).toEqual({
      public: ['aines', 'enfants'],
      places: 12,
      ouvert: '2014',
      page: 'https://a.test/',
    });
    expect(answered.get('Jardin')).not.toHaveProperty('places');
    const jardin = (await practicesIn(facilitator)).find(({ record }) => record.title === 'Jardin');
    expect(jardin?.details.extra).toEqual({ Places: 'beaucoup' });
    const second = await importFile(facilitator, table(rows), { fileName: 'lieux.csv' });
    expect([figuresOf(second), second.fields]).toEqual([unchanged(3), []]);
    const places = { 'field.places': ['5'] };
    await proposePractice(facilitator, { title: 'Fournil', commune: 'Redon', own: places });
    expect((await undoImport(facilitator, first.importId)).ok).toBe(true);
    const inUse = () =>
      selectOwnForm(facilitator).then(({ fields }) =>
        fields.flatMap(({ key, removed }) => (removed ? [] : key)),
      );
    expect(await inUse()).toEqual(['places']);
    const back = await importFile(facilitator, table(rows), options);
    expect([back.created, back.fields]).toEqual([3, []]);
    expect(await inUse()).toEqual(['public', 'places', 'ouvert', 'page']);
    expect((await answersIn(facilitator)).get('Cantine')).toMatchObject({ public: ['aines'], places: 8 });
  });

  it('go into a question that there is, by the words of its choices', async () => {
    await addField(facilitator, { label: 'À qui', kind: 'choices', options: 'enfants\nFamilles' });
    const list = [...(await selectOwnForm(facilitator)).lists.values()][0];
    await renameOption(facilitator, { list: list?.key ?? '', key: 'enfants', label: 'Les enfants' });
    const into = { Public: 'field.a-qui' } as const;
    const file = table(
      'Jardin;Allaire;enfants;;;\nSalle;Redon;LES ENFANTS | familles;;;\nCantine;Redon;Aînés;;;',
    );
    const report = await importFile(facilitator, file, { ...options, mapping: into });
    expect(report.warnings.map(({ record, code }) => [record, code])).toEqual([
      [3, 'own-answer-not-understood'],
    ]);
    expect(await answersIn(facilitator)).toEqual(
      new Map([
        ['Jardin', { 'a-qui': ['enfants'] }],
        ['Salle', { 'a-qui': ['enfants', 'familles'] }],
        ['Cantine', {}],
      ]),
    );
    expect([...(await selectOwnForm(facilitator)).lists.values()][0]?.options).toHaveLength(2);
  });

  it('keep how to reach people out of what everyone reads', async () => {
    const file = 'Nom;Commune;Remarque\nFour;Redon;appeler ana@b.test\nBus;Redon;le soir';
    await importFile(facilitator, file, { fileName: 'r.csv', mapping: { Remarque: 'new.choice' } });
    const open = await exported({ ...facilitator, actor: visitor });
    expect(open).not.toContain('ana@b.test');
    expect(JSON.stringify([...(await selectOwnForm(facilitator)).lists.values()])).not.toContain(
      'ana@b.test',
    );
  });

  it('are refused when a mapping names a question that there is not', async () => {
    const asked = { ...options, mapping: { Public: 'field.rien' } as const };
    expect(await tryImport(facilitator, table(rows), asked)).toMatchObject({
      error: { code: 'mapping-unknown-field', params: { column: 'Public', field: 'field.rien' } },
    });
  });
});

const question = (type: string, name: string, label: string, read = '*') =>
  [type, name, label, '60', '255', '', '', 'text', '1', '', '', read, '*', '', '', ''].join('***');
const companions = [
  {
    fileName: 'form.json',
    bytes: Buffer.from(
      JSON.stringify({
        bn_id_nature: '5',
        bn_label_nature: 'Ateliers',
        bn_template: [
          question('texte', 'bf_titre', 'Nom'),
          question('texte', 'bf_ville', 'Ville'),
          question('checkbox', 'ListePublics', 'Publics accueillis'),
          question('liste', 'ListeAcces', 'Conditions d’entrée'),
          question('jour', 'bf_date', 'Premier rendez-vous'),
          question('texte', 'bf_mot', 'Mot de l’équipe', '+'),
          question('textelong', 'bf_bilan', 'Bilan', '@admins'),
          question('champs_mail', 'bf_mail', 'Courriel'),
        ].join('\r\n'),
      }),
    ),
  },
  {
    fileName: 'ListePublics.json',
    bytes: Buffer.from(
      JSON.stringify({ titre_liste: 'Publics', label: { 1: 'Enfants', 2: 'Aînés, aidants' } }),
    ),
  },
];
const entries = JSON.stringify({
  Clavette: {
    id_fiche: 'Clavette',
    id_typeannonce: '5',
    bf_titre: 'La Clavette',
    bf_ville: 'Redon',
    checkboxListePublics: '1,2',
    listeListeAcces: 'libre',
    bf_date: '2021-05-03',
    bf_mot: 'Bienvenue aux membres',
    bf_bilan: 'Le loyer est en retard',
    bf_mail: 'ana@b.test',
    statut_fiche: '1',
  },
});
const wiki = { fileName: 'fiches.json', sourceName: 'Un wiki', companions };

describe('the form of a wiki', () => {
  it('becomes questions that are read with their words, reserved as they were, and changes nothing twice', async () => {
    const first = await importFile(facilitator, entries, { ...wiki, takesQuestions: true });
    const { fields, lists } = await selectOwnForm(facilitator);
    expect(fields.map(({ label, kind, visibility }) => [label, kind, visibility])).toEqual([
      ['Publics accueillis', 'choices', 'public'],
      ['Conditions d’entrée', 'choice', 'public'],
      ['Premier rendez-vous', 'date', 'public'],
      ['Mot de l’équipe', 'text', 'members'],
      ['Bilan', 'text', 'facilitators'],
    ]);
    expect(first.fields).toHaveLength(5);
    expect(
      [...lists.values()].map(({ options: choices }) => choices.map(({ label }) => label)),
    ).toContainEqual(['Enfants', 'Aînés, aidants']);
    const [practice] = await practicesIn(facilitator);
    const facts = await ownFactsOf({ ...facilitator, actor: visitor }, [practice?.details.fields ?? {}]);
    expect(facts[0]?.map(({ value, words }) => (words.length > 0 ? words : value))).toEqual([
      ['Enfants', 'Aînés, aidants'],
      ['libre'],
      '2021-05-03',
    ]);
    expect(await exported(facilitator)).not.toMatch(/loyer|Bienvenue|ana@b/);
    const again = await importFile(facilitator, entries, wiki);
    expect([figuresOf(again), again.fields]).toEqual([unchanged(1), []]);
    const asked = await askOwnFields(facilitator, practice?.details.fields);
    expect(asked.fields).toHaveLength(5);
  });

  it('stays with what no field takes when nobody asked for it', async () => {
    await importFile(facilitator, entries, wiki);
    expect((await selectOwnForm(facilitator)).fields).toEqual([]);
    expect((await practicesIn(facilitator))[0]?.details).toMatchObject({ fields: {} });
  });
});

it('an export that lists its columns has one for each public question', async () => {
  await written();
  const [row] = parse(await exported(facilitator), { columns: true }) as Record<string, string>[];
  expect(Object.keys(row ?? {}).filter((name) => name.startsWith('field.'))).toHaveLength(6);
});
