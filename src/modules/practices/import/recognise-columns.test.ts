import { describe, expect, it } from 'vitest';
import { mappingWithin, readMapping } from './explicit-mapping.ts';
import { type Cells, recogniseColumns } from './recognise-columns.ts';

function recognise(headers: string[], sample: Cells[] = [], mapping = {}): Record<string, string> {
  const columns = recogniseColumns(headers, sample, mapping);
  if (!columns.ok) throw new Error(columns.error.code);
  return Object.fromEntries(columns.value.map(({ header, field }) => [header, field]));
}

describe('recogniseColumns by name', () => {
  it('knows the national schema of digital places', () => {
    expect(
      recognise(
        'id nom commune code_postal code_insee adresse complement_adresse latitude longitude typologie telephone courriels site_web horaires presentation_resume presentation_detail source structure_parente date_maj services'.split(
          ' ',
        ),
      ),
    ).toEqual({
      id: 'externalId',
      nom: 'title',
      commune: 'communeName',
      code_postal: 'postalCode',
      code_insee: 'communeCode',
      adresse: 'address',
      complement_adresse: 'address',
      latitude: 'latitude',
      longitude: 'longitude',
      typologie: 'themes',
      telephone: 'phone',
      courriels: 'email',
      site_web: 'website',
      horaires: 'openingHours',
      presentation_resume: 'pitch',
      presentation_detail: 'description',
      source: 'source',
      structure_parente: 'carriers',
      date_maj: 'updatedOn',
      services: 'extra',
    });
  });

  it('knows GoGoCarto and OpenStreetMap', () => {
    expect(
      recognise(['id', 'name', 'taxonomy', 'streetAddress', 'addressLocality', 'postalCode', 'owner']),
    ).toEqual({
      id: 'externalId',
      name: 'title',
      taxonomy: 'themes',
      streetAddress: 'address',
      addressLocality: 'communeName',
      postalCode: 'postalCode',
      owner: 'contactName',
    });
    expect(
      recognise(['@id', 'name', 'addr:housenumber', 'addr:street', 'addr:city', 'contact:phone', '@lat']),
    ).toEqual({
      '@id': 'externalId',
      name: 'title',
      'addr:housenumber': 'address',
      'addr:street': 'address',
      'addr:city': 'communeName',
      'contact:phone': 'phone',
      '@lat': 'latitude',
    });
  });

  it('knows our own export', () => {
    const ours =
      'id url title pitch description purpose status state sector legal_status commune_code commune place lat lng since carriers website count themes language licence source source_url created_at updated_at';
    expect(recognise(ours.split(' '))).toEqual({
      id: 'externalId',
      url: 'extra',
      title: 'title',
      pitch: 'pitch',
      description: 'description',
      purpose: 'purpose',
      status: 'status',
      state: 'extra',
      sector: 'sector',
      legal_status: 'legalStatus',
      commune_code: 'communeCode',
      commune: 'communeName',
      place: 'address',
      lat: 'latitude',
      lng: 'longitude',
      since: 'since',
      carriers: 'carriers',
      website: 'website',
      count: 'count',
      themes: 'themes',
      language: 'extra',
      licence: 'licence',
      source: 'source',
      source_url: 'sourceUrl',
      created_at: 'createdOn',
      updated_at: 'updatedOn',
    });
  });

  it('knows the questions of a form', () => {
    expect(
      recognise([
        'Horodateur',
        'Nom de votre initiative *',
        'Nom du porteur de projet',
        'Nom et prénom du contact',
        'Adresse mail (ne sera pas publiée)',
        'Ville',
        'N° de téléphone',
        'Site internet (si vous en avez un)',
        'Lundi',
        'Décrivez votre projet',
        'Statut juridique',
      ]),
    ).toEqual({
      Horodateur: 'createdOn',
      'Nom de votre initiative *': 'title',
      'Nom du porteur de projet': 'contactName',
      'Nom et prénom du contact': 'contactName',
      'Adresse mail (ne sera pas publiée)': 'email',
      Ville: 'communeName',
      'N° de téléphone': 'phone',
      'Site internet (si vous en avez un)': 'website',
      Lundi: 'openingHours',
      'Décrivez votre projet': 'description',
      'Statut juridique': 'legalStatus',
    });
  });

  it('keeps what it does not know, and gives a field to one column only', () => {
    expect(recognise(['Nom', 'Nom (2)', 'Latitude', 'Lat', 'Couleur'])).toEqual({
      Nom: 'title',
      'Nom (2)': 'extra',
      Latitude: 'latitude',
      Lat: 'extra',
      Couleur: 'extra',
    });
  });

  it('says when no column holds names', () => {
    expect(recogniseColumns(['a', 'b'], [])).toEqual({
      ok: false,
      error: { code: 'no-title-column', params: { columns: 'a, b' } },
    });
  });
});

describe('recogniseColumns by content', () => {
  const row = (index: number): Cells => ({
    Nom: `Lieu ${index}`,
    Latitude: 'au nord',
    Infos: `lieu${index}@exemple.org`,
    Joindre: `02 99 12 34 5${index}`,
    ID: 'A',
    'N°': String(index + 1),
    Code: `X-${index}`,
  });
  const sample = [0, 1, 2, 3].map(row);

  it('trusts no name against what the cells hold', () => {
    expect(recognise(Object.keys(row(0)), sample)).toEqual({
      Nom: 'title',
      Latitude: 'extra',
      Infos: 'email',
      Joindre: 'phone',
      ID: 'extra',
      'N°': 'extra',
      Code: 'externalId',
    });
  });

  it('takes a column called a name for one, however long its names are', () => {
    const long = 'Jardin '.repeat(1000);
    expect(recognise(['nom', 'lieu'], [{ nom: long, lieu: 'Le Four' }])).toMatchObject({ nom: 'title' });
    expect(recognise(['projet', 'lieu'], [{ projet: long, lieu: 'Le Four' }])).toMatchObject({
      lieu: 'title',
    });
  });

  it('finds what parts the values of themes', () => {
    const columns = recogniseColumns(
      ['nom', 'type'],
      [
        { nom: 'a', type: 'Jardin / Verger' },
        { nom: 'b', type: 'Verger' },
      ],
    );
    expect(columns.ok && columns.value[1]).toMatchObject({ field: 'themes', separator: ' / ' });
  });
});

describe('an explicit mapping', () => {
  it('decides for the columns it names, the others are recognised', () => {
    const mapping = readMapping('{"Machin": "title", "Nom": null}');
    if (!mapping.ok) throw new Error(mapping.error.code);
    expect(recognise(['Machin', 'Nom', 'CP'], [], mapping.value)).toEqual({
      Machin: 'title',
      Nom: 'ignored',
      CP: 'postalCode',
    });
  });

  it('keeps as it is, or leaves out, a column that would have been recognised', () => {
    const mapping = readMapping('{"Téléphone": "extra", "Site": null, "CP": "extra"}');
    if (!mapping.ok) throw new Error(mapping.error.code);
    expect(recognise(['Nom', 'Téléphone', 'Site', 'CP', 'Code postal'], [], mapping.value)).toEqual({
      Nom: 'title',
      Téléphone: 'extra',
      Site: 'ignored',
      CP: 'extra',
      'Code postal': 'postalCode',
    });
  });

  it('made for another file holds for the columns that this one has', () => {
    const older = { Machin: 'title', Parti: 'pitch', Nom: null } as const;
    expect(mappingWithin(older, ['Nom', 'Machin'])).toEqual({ Machin: 'title', Nom: null });
  });

  it('is refused when it names a column that is not there', () => {
    expect(recogniseColumns(['Nom'], [], { Titre: 'title' })).toEqual({
      ok: false,
      error: { code: 'mapping-unknown-column', params: { column: 'Titre' } },
    });
  });

  it.each([
    ['{', 'mapping-not-understood'],
    ['[1]', 'mapping-not-understood'],
    ['{"a": 1}', 'mapping-not-understood'],
    ['{"a": "nom"}', 'mapping-unknown-field'],
    ['{"a": "__proto__"}', 'mapping-unknown-field'],
  ])('%s is refused', (json, code) => {
    expect(readMapping(json)).toMatchObject({ ok: false, error: { code } });
  });
});
