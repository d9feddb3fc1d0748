import { describe, expect, it } from 'vitest';
import { makeWorkbook, xmlOf } from '#kernel/testing/make-workbook.server.ts';
import { makeOds, odsTable } from '#kernel/testing/make-ods.server.ts';
import { readWhole } from '../../testing/read-text.server.ts';

/** Shapes that the exports of usual tools have, told from their documentation. */

const near = (latitude: number, longitude: number) => ({ latitude, longitude });
const point = near(47.65, -2.08);
const inRedon = { title: 'Lavoir', communeName: 'Redon' };
const records = [{ nom: 'Lavoir', commune: 'Redon' }];
const feature = (properties: object) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [-2.08, 47.65] },
});

describe('tables of open data', () => {
  it.each<[string, string, object]>([
    [
      'the register of associations',
      'id;nature;titre;objet;adrs_numvoie;adrs_typevoie;adrs_libvoie;adrs_codepostal;adrs_codeinsee;adrs_libcommune\nW1;D;LAVOIR;laver;3;RUE;DU LAVOIR;35600;35236;REDON\n',
      { title: 'LAVOIR', communeCode: '35236', postalCode: '35600', place: '3, RUE, DU LAVOIR' },
    ],
    [
      'the register of companies',
      'siret;denominationUniteLegale;numeroVoieEtablissement;libelleVoieEtablissement;codePostalEtablissement;libelleCommuneEtablissement;codeCommuneEtablissement\n1;LAVOIR;3;RUE X;35600;REDON;35236\n',
      { title: 'LAVOIR', communeCode: '35236', place: '3, RUE X' },
    ],
    [
      'waste services of ADEME',
      'C_SERVICE;N_SERVICE;AD1_SITE;CP_SITE;L_VILLE_SITE;TEL_SITE;LATITUDE;LONGITUDE\n1;LAVOIR;3 rue X;35600;REDON;0299123456;47,65;-2,08\n',
      { title: 'LAVOIR', communeCode: '35236', point, contacts: { phones: ['02 99 12 34 56'] } },
    ],
    [
      'third places',
      'Nom du Tiers-lieu,Ville,Typologies de tiers-lieu\nLavoir,Redon,Fablab\n',
      { ...inRedon, themes: ['Fablab'] },
    ],
    ['a point as an object', 'nom;geo_point_2d\nLavoir;"{""lon"": -2.08, ""lat"": 47.65}"\n', { point }],
    [
      'a drawing in WKT',
      'nom,WKT\nLavoir,"POLYGON ((-2.1 47.6, -2 47.6, -2 47.7, -2.1 47.7, -2.1 47.6))"\n',
      { point: near(47.65, -2.05), area: { type: 'Polygon' } },
    ],
    ['degrees and minutes', "nom;latitude;longitude\nLavoir;47°39.0N;2° 4.8' O\n", { point }],
    ['a column of names that is called otherwise', 'Repair Café;Ville\nLavoir;Redon\n', inRedon],
    ['a wiki whose pages have no heading', ',Ville,Site\nLavoir,Redon,exemple.org\n', inRedon],
    [
      'no headings at all',
      'Lavoir;35600;47.6512;-2.0801\nFour;35600;47.6001;-2.0001\n',
      { title: 'Lavoir', postalCode: '35600', point: near(47.6512, -2.0801) },
    ],
    [
      'texts that were encoded twice',
      'nom;thÃ¨me\nCafÃ© dâ€™Ã©tÃ©;FÃªte\n',
      { title: 'Café d’été', themes: ['Fête'] },
    ],
  ])('%s', async (_, content, draft) => {
    expect(await readWhole(content)).toMatchObject({
      format: 'csv',
      drafts: [draft, ...(content.includes('Four') ? [{}] : [])],
    });
  });

  it('a page that a program calls a spreadsheet is read by its table of records', async () => {
    const page = `<html><body><table><tr><td>Menu</td></tr></table><table><tr><th>Nom</th><th>Commune</th><th>Site</th></tr>
      <tr><td>Lavoir</td><td rowspan="2">Redon</td><td><a href="https://exemple.org/">voir</a></td></tr><tr><td colspan="1">Four</td></tr></table></body></html>`;
    expect(await readWhole(page, { fileName: 'annuaire.xls' })).toMatchObject({
      format: 'html',
      drafts: [
        { ...inRedon, website: 'https://exemple.org/' },
        { title: 'Four', communeName: 'Redon' },
      ],
    });
  });

  it('what a wiki or a map does not show to everyone says so in each of its exports', async () => {
    const table = 'id_fiche,bf_titre,statut_fiche\na,Lavoir,0\n';
    const element = { id: '1', name: 'Lavoir', geo: { latitude: 47.65, longitude: -2.08 }, status: -2 };
    for (const content of [table, JSON.stringify({ ontology: 'gogofull', data: [element] })])
      expect(await readWhole(content)).toMatchObject({ drafts: [{ title: 'Lavoir', isPublished: false }] });
  });

  it('a map in the script of a page gives its places', async () => {
    const script = `var json_Jardins_1 = ${JSON.stringify({ type: 'FeatureCollection', features: [feature({ nom: 'Lavoir' })] })};`;
    expect(await readWhole(script, { fileName: 'Jardins_1.js' })).toMatchObject({
      format: 'geojson',
      drafts: [{ title: 'Lavoir', point }],
    });
  });

  it('headings that come again are passed over, totals are told', async () => {
    const content = 'Nom;Commune;Places\nLavoir;Redon;12\nNom;Commune;Places\nTotal;;12\nTotal;Redon;tous\n';
    expect(await readWhole(content)).toMatchObject({
      drafts: [inRedon, { title: 'Total', communeName: 'Redon' }],
      refused: ['total-row'],
    });
  });
});

/** One column and one row, made on 9 November 2026. */
function dbase(): Buffer {
  const header = Buffer.alloc(65);
  header.set([0x03, 126, 11, 9, 1]);
  header.writeUInt16LE(65, 8);
  header.writeUInt16LE(21, 10);
  header.write('NOM', 32);
  header.write('C', 43);
  header.set([20], 48);
  header.set([0x0d], 64);
  return Buffer.concat([header, Buffer.from(' Jardin des Cordiers \x1a')]);
}

describe('answers of programs', () => {
  const lonLat = { geo_point_2d: { lon: -2.08, lat: 47.65 } };
  it.each<[string, unknown, object]>([
    ['OpenDataSoft 2.1', { total_count: 1, results: [{ ...records[0], ...lonLat }] }, { ...inRedon, point }],
    [
      'OpenDataSoft 2.0',
      {
        links: [{ rel: 'x' }],
        records: [{ links: [{ rel: 'x' }], record: { id: 'a', fields: { ...records[0], ...lonLat } } }],
      },
      { ...inRedon, point, externalId: 'a' },
    ],
    [
      'data.gouv.fr',
      { data: [{ __id: 1, ...records[0] }], links: { next: null }, meta: { total: 1 } },
      inRedon,
    ],
    [
      'Hydra',
      {
        '@context': '/contexts/Lieu',
        '@id': '/lieux',
        'hydra:member': [{ '@id': '/lieux/1', ...records[0] }],
      },
      inRedon,
    ],
    [
      'ArcGIS',
      {
        spatialReference: { wkid: 102110 },
        features: [{ attributes: { NOM: 'Lavoir' }, geometry: { x: 268346.7, y: 6742632.33 } }],
      },
      { title: 'Lavoir', point: near(47.6424637, -2.7541303) },
    ],
    [
      'WordPress',
      [
        {
          id: 1,
          title: { rendered: 'Lavoir' },
          content: { rendered: '<p>Bien</p>' },
          acf: { ville: 'Redon' },
        },
      ],
      { title: 'Lavoir', description: 'Bien' },
    ],
    [
      'Wikidata',
      {
        head: { vars: [] },
        results: {
          bindings: [
            {
              lieu: { type: 'uri', value: 'http://www.wikidata.org/entity/Q1' },
              lieuLabel: { type: 'literal', value: 'Lavoir' },
              coord: { type: 'literal', datatype: 'x', value: 'Point(-2.08 47.65)' },
            },
          ],
        },
      },
      { title: 'Lavoir', point },
    ],
    [
      'a spreadsheet on the web',
      {
        range: 'A1:B2',
        values: [
          ['Nom', 'Commune'],
          ['Lavoir', 'Redon'],
        ],
      },
      inRedon,
    ],
    ['HAL', { _links: { self: { href: 'a' }, next: { href: 'b' } }, lieux: records }, inRedon],
    [
      'Communecter',
      {
        meta: { limit: 30 },
        entities: {
          a: { name: 'Lavoir', address: { addressLocality: 'Redon' } },
          b: { name: 'Four', address: { addressLocality: 'Redon' } },
        },
      },
      inRedon,
    ],
    [
      'GoGoCarto, one element',
      {
        id: '1',
        name: 'Lavoir',
        geo: { latitude: 47.65, longitude: -2.08 },
        optionValues: [{ optionId: 1 }],
      },
      { title: 'Lavoir', point },
    ],
    [
      'GoGoCarto, compact without its order',
      { ontology: 'gogocompact', data: [['1', 'Lavoir', 47.65, -2.08, [3]]] },
      { title: 'Lavoir', externalId: '1', point },
    ],
    [
      'uMap of 2016',
      {
        type: 'umap',
        uri: 'x',
        layers: [
          {
            features: [
              feature({ Nom: 'Lavoir', _storage_options: { color: 'Red' } }),
              feature({ name: 'Four' }),
            ],
            _storage: { name: 'Jardins' },
          },
        ],
      },
      { title: 'Lavoir', themes: ['Jardins'], extra: {} },
    ],
    [
      'members that every object has',
      [{ nom: 'Four', constructor: 'x' }, { nom: 'Lavoir' }],
      { title: 'Four', extra: { constructor: 'x' } },
    ],
  ])('%s', async (_, value, draft) => {
    const read = await readWhole(JSON.stringify(value));
    expect(read).toMatchObject({ refused: [] });
    expect((read as { drafts: unknown[] }).drafts[0]).toMatchObject(draft);
  });

  it('a wiki keeps to itself what it does not publish, as places too', async () => {
    const entry = { id_fiche: 'a', id_typeannonce: '6', bf_titre: 'Lavoir', statut_fiche: '0' };
    const read = await readWhole(JSON.stringify({ type: 'FeatureCollection', features: [feature(entry)] }));
    expect(read).toMatchObject({
      format: 'yeswiki-json',
      drafts: [{ title: 'Lavoir', point, isPublished: false }],
    });
  });

  it.each<[string, string | Buffer, string]>([
    [
      'a map of maps elsewhere',
      JSON.stringify({
        type: 'umap',
        uri: 'x',
        layers: [{ features: [], _umap_options: { name: 'A', remoteData: { url: 'https://exemple.org' } } }],
      }),
      'only-distant-layers',
    ],
    ['a list without its wiki', '{"ListeX":{"titre_liste":"X","label":{"1":"A"}}}', 'companion-alone'],
    [
      'categories without their map',
      '[{"id":1,"name":"Types","options":[{"id":2,"name":"A"}]}]',
      'companion-alone',
    ],
    ['TopoJSON', '{"type":"Topology","objects":{},"arcs":[]}', 'geographic-file'],
    ['a shapefile', Buffer.from('0000270a00000000', 'hex'), 'geographic-file'],
    ['the table of a shapefile', dbase(), 'geographic-file'],
    ['a GeoPackage', Buffer.from('SQLite format 3\0'), 'geographic-file'],
    ['an archive', Buffer.from('526172211a070100', 'hex'), 'compressed'],
    ['a letter', '{\\rtf1 bonjour}', 'not-a-table'],
    ['a calendar', 'BEGIN:VCALENDAR\nVERSION:2.0\n', 'format-not-read'],
    ['words', 'Bonjour,\nvoici la liste, merci.\n', 'no-title-column'],
    [
      'an old workbook in XML',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      'other-spreadsheet',
    ],
  ])('%s is refused in words', async (_, content, code) => {
    expect(await readWhole(content)).toBe(code);
  });
});

describe('spreadsheets made by hand', () => {
  const rels = '<Relationships><Relationship Id="r1" Target="https://exemple.org/"/></Relationships>';
  const inside = `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
    <row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2" t="s"><v>5</v></c></row><row r="3"><c r="A3" t="s"><v>6</v></c></row></sheetData>
    <mergeCells><mergeCell ref="B2:B3"/></mergeCells><hyperlinks><hyperlink ref="C2" r:id="r1"/></hyperlinks>`;
  const sheet = xmlOf('worksheet', inside, ' xmlns:r="r"');
  const links = ['Nom', 'Commune', 'Site', 'Lavoir', 'Redon', 'Voir', 'Four'];
  const merged = { text: 'Redon', attributes: 'table:number-rows-spanned="2"' };
  const linked = {
    xml: '<table:table-cell><text:p><text:a xlink:href="https://exemple.org/">Voir</text:a></text:p></table:table-cell>',
  };
  it.each<[string, () => Promise<Buffer>]>([
    [
      'xlsx',
      () =>
        makeWorkbook([{ name: 'L', rows: [links] }], {
          'xl/worksheets/_rels/sheet1.xml.rels': rels,
          'xl/worksheets/sheet1.xml': sheet,
        }),
    ],
    [
      'ods',
      () =>
        makeOds(
          odsTable('L', [
            ['Nom', 'Commune', 'Site'],
            ['Lavoir', merged, linked],
            ['Four', { xml: '<table:covered-table-cell/>' }],
          ]),
        ),
    ],
  ])('say in each row what was merged, and give the address behind a word: %s', async (format, make) => {
    expect(await readWhole(await make())).toMatchObject({
      format,
      drafts: [
        { ...inRedon, website: 'https://exemple.org/' },
        { title: 'Four', communeName: 'Redon', website: '' },
      ],
    });
  });
});

describe('what is made to harm', () => {
  const entry = (rest: string) => `{"a":{"id_fiche":"a","bf_titre":"Lavoir"${rest}}}`;
  it.each<[string, string, string]>([
    ['a JSON a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'record-too-deep'],
    ['entries as deep', entry(`,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'json-too-deep'],
    [
      'entries whose last text never ends',
      entry(`,"x":"${String.raw`x\"`.repeat(100_000)}`).slice(0, -2),
      'json-cut',
    ],
    ['a map a hundred thousand deep', `<?xml version="1.0"?><kml>${'<a>'.repeat(100_000)}`, 'xml-damaged'],
    ['a page of open tables', `<html>${'<div>'.repeat(1000)}${'<table>'.repeat(1000)}`, 'web-page'],
  ])('%s is refused at once', async (_, content, code) => {
    expect(await readWhole(content)).toBe(code);
  });

  it('places that are nowhere have no point, and a text beyond measure leaves its record out', async () => {
    const places = ['[1e400,47]', '[-2,91]', '[-2,-Infinity]', '["__proto__",47]'].map(
      (place) =>
        `{"type":"Feature","properties":{"nom":"A","__proto__":{"x":1}},"geometry":{"type":"Point","coordinates":${place}}}`,
    );
    const read = await readWhole(`{"type":"FeatureCollection","features":[${places.join(',')}]}`);
    expect(read).toMatchObject({ refused: [], drafts: places.map(() => ({ title: 'A', point: null })) });
    expect(await readWhole(entry(`,"x":"${'x'.repeat(100_001)}"`))).toMatchObject({
      refused: ['cell-too-long'],
    });
  });
});
