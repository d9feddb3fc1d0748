import { describe, expect, it } from 'vitest';
import { splitValues } from '../multiple-values.ts';
import { readCsvForm } from './yeswiki-csv.ts';
import { holdsEntries, readEntries } from './yeswiki-entries.ts';
import { readForms } from './yeswiki-form.ts';
import { readLists } from './yeswiki-lists.ts';
import { readSchema } from './yeswiki-schema.ts';
import { fromWikiText } from './yeswiki-text.ts';

const question = (type: string, name: string, label: string, { read = '*', subtype = '' } = {}) =>
  [type, name, label, '60', '255', '', '', subtype, '1', '', '', read, '*', '', '', ''].join('***');

const forms =
  readForms({
    bn_id_nature: '5',
    bn_template: [
      question('texte', 'bf_titre', 'Nom du lieu'),
      question('textelong', 'bf_description', 'Description'),
      question('liste', 'ListeType', 'Type de lieu'),
      question('checkbox', 'ListePublics', 'Publics accueillis'),
      question('texte', 'bf_budget', 'Budget', { read: '@admins' }),
      question('texte', 'bf_numero', 'Numéro', { subtype: 'tel', read: '+' }),
      question('champs_mail', 'bf_courriel', 'Pour vous joindre'),
      question('lien_internet', 'bf_site', 'Site'),
      question('fichier', 'bf_statuts', 'Statuts'),
      question('checkboxfiche', '6', 'Partenaires'),
    ].join('\n'),
  }) ?? [];
const lists = readLists(
  {
    ListeType: { titre_liste: 'Type', label: { 1: 'Fablab', 2: 'Tiers-lieu' } },
    ListePublics: {
      title: 'Publics',
      nodes: [{ id: 'j', label: 'Jeunes', children: [{ id: 'a', label: 'Adolescents, lycéens' }] }],
    },
  },
  'listes.json',
);
const schema = { forms, lists };
const entry = { id_fiche: 'LeLieu', id_typeannonce: '5', bf_titre: 'Le lieu', statut_fiche: '1' };

function only(fields: object, given: Parameters<typeof readEntries>[1] = schema) {
  const table = readEntries({ LeLieu: { ...entry, ...fields } }, given);
  return { cells: table.rows[0] ?? {}, known: table.known, warnings: table.warnings };
}

describe('entries of a wiki', () => {
  it('are read by id or in a list, under the words of their questions', () => {
    for (const file of [{ LeLieu: entry }, [entry]]) {
      expect(holdsEntries(file)).toBe(true);
      const { rows, known } = readEntries(file, schema);
      expect(rows).toMatchObject([{ id_fiche: 'LeLieu', 'Nom du lieu': 'Le lieu' }]);
      expect(known).toMatchObject({ 'Nom du lieu': 'title', id_fiche: 'externalId' });
    }
    expect(holdsEntries([{ id: 1, name: 'Une autre liste' }])).toBe(false);
  });

  it('have the labels of their lists, in the older and the newer shape', () => {
    const { cells } = only({ listeListeType: '2', checkboxListePublics: 'j,a' });
    expect(cells['Type de lieu']).toBe('Tiers-lieu');
    expect(splitValues(cells['Publics accueillis'] ?? '', null)).toEqual(['Jeunes', 'Adolescents, lycéens']);
  });

  it('keep their keys, and say so, when the list did not come along', () => {
    const { cells, warnings } = only({ listeListeType: '2' }, { forms, lists: new Map() });
    expect(cells['Type de lieu']).toBe('2');
    expect(warnings).toContainEqual({
      field: null,
      code: 'list-missing',
      params: { list: 'ListeType', column: 'Type de lieu' },
    });
  });

  it('find their list by the name of the property when there is no form, and say that the form is missing', () => {
    const { cells, warnings } = only({ listeListeTypebf_type: '1' }, { forms: [], lists });
    expect(cells['listeListeTypebf_type']).toBe('Fablab');
    expect(warnings).toContainEqual({ field: null, code: 'form-missing', params: { forms: '5' } });
  });

  it('name other entries by their title', () => {
    const partner = { id_fiche: 'Amap', id_typeannonce: '6', bf_titre: 'L’Amap' };
    const { rows } = readEntries([{ ...entry, checkboxfiche6: 'Amap,Inconnue' }, partner], schema);
    expect(splitValues(rows[0]?.['Partenaires'] ?? '', null)).toEqual(['L’Amap', 'Inconnue']);
  });

  it.for([
    { bf_latitude: '47.7', bf_longitude: '-3.4' },
    { geolocation: { bf_latitude: '47.7', bf_longitude: '-3.4' } },
    { carte_google: '47.7|-3.4' },
    { bf_latitude: 47.7, bf_longitude: -3.4, carte_google: '1|1' },
  ])('have their position wherever the wiki keeps it: %o', (place) => {
    expect(only(place).cells).toMatchObject({ bf_latitude: '47.7', bf_longitude: '-3.4' });
  });

  it('keep private what not everyone may read there, and whoever is to be reached', () => {
    const { known } = only({
      bf_budget: '1 000 €',
      bf_numero: '02 99 00 00 00',
      bf_courriel: 'x@exemple.org',
    });
    expect(known).toMatchObject({ Budget: 'extra', Numéro: 'phone', 'Pour vous joindre': 'email' });
  });

  it('know sites and files by the kind of their question', () => {
    expect(only({ bf_site: 'https://exemple.org', fichierbf_statuts: 's.pdf' }).known).toMatchObject({
      Site: 'website',
      Statuts: 'files',
    });
  });

  it('say that they are not published when their title, or the form, is not for everyone', () => {
    for (const template of [
      question('texte', 'bf_titre', 'Nom', { read: '+' }),
      `${question('texte', 'bf_titre', 'Nom')}\nacls***+***+***+`,
    ]) {
      const hidden = readForms({ bn_id_nature: '5', bn_template: template }) ?? [];
      const { cells, known } = only({}, { forms: hidden, lists });
      expect(cells['statut_fiche']).toBe('0');
      expect(known['statut_fiche']).toBe('publication');
    }
  });

  it('may have names that every object has', () => {
    const { rows } = readEntries(
      JSON.parse('[{"id_fiche":"a","bf_titre":"A","__proto__":"x","constructor":"y"}]'),
      schema,
    );
    expect(rows[0]?.['constructor']).toBe('y');
  });
});

describe('a table of entries with its form', () => {
  it('is known by its questions, with or without the star of a required answer', () => {
    const { known, labelled } = readCsvForm(['Nom du lieu *', 'Budget', 'Type de lieu', 'Autre'], schema);
    expect(known).toEqual({ 'Nom du lieu *': 'title', Budget: 'extra' });
    expect(labelled({ 'Type de lieu': '1', Autre: '1' })).toEqual({ 'Type de lieu': 'Fablab', Autre: '1' });
  });
});

describe('files that come along', () => {
  const companion = (fileName: string, value: unknown) => ({
    fileName,
    bytes: Buffer.from(JSON.stringify(value)),
  });

  it('are known by what they hold, a single list by its name', () => {
    const read = readSchema([
      companion('formulaire.json', { bn_id_nature: '5', bn_template: question('texte', 'bf_titre', 'Nom') }),
      companion('ListeSeule.json', { titre_liste: 'Seule', label: { x: 'X' } }),
      companion('lisez-moi.txt', 'rien'),
    ]);
    expect(read.ok && read.value.forms).toHaveLength(1);
    expect(read.ok && read.value.lists.get('ListeSeule')?.get('x')).toBe('X');
  });

  it('refuse the import when a form cannot be read, since it says what is private', () => {
    const endless = companion('formulaire.json', { bn_id_nature: '5', bn_template: '***\n'.repeat(20_000) });
    const cut = { fileName: 'formulaire.json', bytes: Buffer.from('{"bn_id_nature": "5", "bn_te') };
    for (const file of [endless, cut]) {
      expect(readSchema([file])).toMatchObject({ ok: false, error: { code: 'form-not-read' } });
    }
  });

  it('may hold a list as deep as they like', () => {
    let node: unknown = { id: 'last', label: 'Fin' };
    for (let depth = 0; depth < 2_000; depth += 1) node = { id: `n${depth}`, label: 'N', children: [node] };
    const read = readLists({ title: 'Profonde', nodes: [node] }, 'ListeProfonde.json');
    expect(read.get('ListeProfonde')?.size).toBe(21);
  });
});

describe('the writing of YesWiki', () => {
  it.for([
    ['==== Horaires ====', '## Horaires'],
    ['Voir [[https://exemple.org le site]]', 'Voir le site (https://exemple.org)'],
    ['Voir [[PagePrincipale l’accueil]]', 'Voir l’accueil'],
    ['{{button link="x"}}Bonjour', 'Bonjour'],
    ['""<b>gras</b>""', '<b>gras</b>'],
    ['//penché// et http://exemple.org/a//b', '*penché* et http://exemple.org/a//b'],
    ['Texte simple', 'Texte simple'],
  ])('reads %s as %s', ([wiki = '', text]) => {
    expect(fromWikiText(wiki)).toBe(text);
  });
});
