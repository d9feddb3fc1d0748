import { describe, expect, it } from 'vitest';
import { readWhole } from '../../testing/read-text.server.ts';

const read = (value: unknown) => readWhole(typeof value === 'string' ? value : JSON.stringify(value));

const feature = (properties: object, coordinates: unknown = [-2.0847, 47.6517], type = 'Point') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const redon = { latitude: 47.6517, longitude: -2.0847 };

describe('GeoJSON', () => {
  it('of Google My Maps: names, HTML, altitude', async () => {
    const collection = {
      type: 'FeatureCollection',
      features: [
        feature(
          {
            name: 'Le lavoir',
            description: 'Ouvert<br>lundi',
            styleUrl: '#icon-1899',
            gx_media_links: 'https://x.fr/a.png',
          },
          [-2.0847, 47.6517, 0],
        ),
      ],
    };
    expect(await read(collection)).toMatchObject({
      format: 'geojson',
      drafts: [
        { title: 'Le lavoir', description: 'Ouvert\nlundi', point: redon, extra: { styleUrl: '#icon-1899' } },
      ],
    });
  });

  it('of QGIS: another system of coordinates, row numbers that are no ids', async () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2154' } };
    const features = [1, 2, 3].map((fid) =>
      feature({ fid, NOM_LIEU: `Jardin ${fid}`, INSEE_COM: '56260' }, [268346.7 + fid, 6742632.33]),
    );
    const found = await read({ type: 'FeatureCollection', name: 'jardins_l93', crs, features });
    expect(found).toMatchObject({ sourceName: 'jardins_l93', refused: [], remarks: [] });
    expect(found).toMatchObject({
      drafts: [1, 2, 3].map((fid) => ({
        title: `Jardin ${fid}`,
        communeName: 'Vannes',
        externalId: '',
        pointIsDoubtful: false,
        extra: { fid: String(fid) },
      })),
    });
  });

  it('with surfaces and lines, whose middle stands for them', async () => {
    const square = [
      [-2.1, 47.6],
      [-2.0, 47.6],
      [-2.0, 47.7],
      [-2.1, 47.7],
      [-2.1, 47.6],
    ];
    const collection = {
      features: [
        feature({ nom: 'Forêt' }, [square], 'Polygon'),
        feature({ nom: 'Îles' }, [[square]], 'MultiPolygon'),
        feature(
          { nom: 'Sentier' },
          [
            [-2.1, 47.6],
            [-2.0, 47.6],
          ],
          'LineString',
        ),
      ],
    };
    const area = { type: 'Polygon', coordinates: [square] };
    expect(await read(collection)).toMatchObject({
      remarks: ['line-as-point'],
      drafts: [
        { point: { latitude: 47.65, longitude: -2.05 }, reach: 'area', area },
        { point: { latitude: 47.65, longitude: -2.05 }, reach: 'area', area },
        { point: { latitude: 47.6, longitude: -2.05 }, reach: 'place', area: null },
      ],
    });
  });

  it.each([
    [
      'an open ring',
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      'Polygon',
    ],
    [
      'NaN',
      [
        [-2.1, null],
        [-2, 47.6],
        [-2, 47.7],
        [-2.1, null],
      ],
      'Polygon',
    ],
    [
      'numbers as texts',
      [
        ['-2.1', '47.6'],
        ['-2', '47.6'],
        ['-2', '47.7'],
        ['-2.1', '47.6'],
      ],
      'Polygon',
    ],
    [
      'metres',
      [
        [268000, 6742000],
        [269000, 6742000],
        [269000, 6743000],
        [268000, 6742000],
      ],
      'Polygon',
    ],
    [
      'latitudes first',
      [
        [47.6, -2.1],
        [47.6, -2],
        [47.7, -2],
        [47.6, -2.1],
      ],
      'Polygon',
    ],
  ])('with a surface of %s: its point alone, and told', async (_, ring, type) => {
    const found = await read({ features: [feature({ nom: 'Vallée' }, [ring], type)] });
    expect(found).toMatchObject({ refused: [], drafts: [{ area: null, reach: 'place' }] });
    expect((found as { remarks: string[] }).remarks).toContain('area-not-understood');
  });

  it('with a collection of geometries: its surfaces, and the point it gives', async () => {
    const ring = [
      [-2.1, 47.6],
      [-2, 47.6],
      [-2, 47.7],
      [-2.1, 47.6],
    ];
    const geometries = [
      { type: 'Point', coordinates: [-2.0847, 47.6517] },
      { type: 'Polygon', coordinates: [ring] },
    ];
    const collection = { type: 'GeometryCollection', geometries };
    const one = { type: 'Feature', properties: { nom: 'Vallée' }, geometry: collection };
    expect(await read({ features: [one] })).toMatchObject({
      remarks: [],
      drafts: [{ point: redon, area: { type: 'Polygon', coordinates: [ring] } }],
    });
  });

  it('with NaN, an empty place and none at all: taken without a point, and told', async () => {
    const text = `{"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"nom":"Jardin","surface":NaN},"geometry":{"type":"Point","coordinates":[NaN,47.6]}},
      {"type":"Feature","properties":{"nom":"Four"},"geometry":{"type":"Point","coordinates":[]}},
      {"type":"Feature","properties":{"nom":"Verger","commune":"Redon"},"geometry":null}]}`;
    const found = await read(text);
    expect(found).toMatchObject({
      drafts: [{ title: 'Jardin', point: null }, { point: null }, { point: null }],
    });
    expect(found).toMatchObject({ refused: [] });
    expect(
      (found as { remarks: string[] }).remarks.filter((one) => one === 'coordinates-not-understood'),
    ).toHaveLength(2);
  });

  it('as a bare list, one per line, or a single one', async () => {
    const one = feature({ nom: 'Jardin' });
    const other = feature({ nom: 'Four' });
    const lines = `${JSON.stringify(one)}\n${JSON.stringify(other)}\n`;
    for (const content of [JSON.stringify([one, other]), lines, `\u001E${lines.replace('\n', '\n\u001E')}`]) {
      expect(await read(content)).toMatchObject({
        format: 'geojson',
        drafts: [{ title: 'Jardin' }, { title: 'Four' }],
      });
    }
    expect(await read(one)).toMatchObject({ format: 'geojson', drafts: [{ title: 'Jardin', point: redon }] });
  });

  it('says whom to credit, and its licence, wherever that stands', async () => {
    const copyright = 'The data is made available under ODbL.';
    const tags = { name: 'Repair café', source: 'survey', '@id': 'node/1' };
    expect(await read({ features: [feature(tags)], copyright, generator: 'overpass-ide' })).toMatchObject({
      licence: 'ODbL-1.0',
      drafts: [{ title: 'Repair café', source: '', extra: { source: 'survey' } }],
    });
  });
});

describe('a list in JSON', () => {
  const jardin = { nom: 'Jardin', adresse: { rue: '2 rue X', codePostal: '35600', ville: 'Redon' } };

  it.each<[string, unknown]>([
    ['bare', [jardin]],
    ['in a member', { total: 1, data: [jardin] }],
    [
      'in an answer of CKAN',
      { success: true, result: { fields: [{ id: 'nom', type: 'text' }], records: [jardin] } },
    ],
    ['by name', { a1: jardin, a2: jardin }],
    ['alone', jardin],
    ['one per line', `${JSON.stringify(jardin)}\n${JSON.stringify(jardin)}`],
  ])('%s', async (_, value) => {
    expect(await read(value)).toMatchObject({
      format: 'json',
      refused: [],
      drafts: expect.arrayContaining([
        expect.objectContaining({
          title: 'Jardin',
          place: '2 rue X',
          communeName: 'Redon',
          postalCode: '35600',
        }),
      ]),
    });
  });

  it('of OpenDataSoft: an envelope, a point of two numbers', async () => {
    const record = {
      datasetid: 'tiers-lieux',
      recordid: '3f2a',
      fields: {
        nom_du_lieu: 'La Conserverie',
        geo_point_2d: [47.6517, -2.0847],
        thematiques: ['Cuisine', 'Partage; don'],
      },
      geometry: { type: 'Point', coordinates: [-2.0847, 47.6517] },
    };
    expect(await read({ nhits: 1, parameters: { dataset: 'x' }, records: [record] })).toMatchObject({
      drafts: [{ title: 'La Conserverie', point: redon, themes: ['Cuisine', 'Partage; don'] }],
    });
  });

  it('keeps what no field takes, and members of any name', async () => {
    const text =
      '[{"nom":"Jardin","__proto__":"x","public":["tous","enfants"],"suivi":{"par":[{"nom":"A","n":1}]}}]';
    const found = await read(text);
    expect(found).toMatchObject({ drafts: [{ extra: { public: 'tous ; enfants', 'suivi.par': 'A' } }] });
  });

  it('of which a record cannot be read, and the others can', async () => {
    const text = '[{"nom":"Jardin"}, {"nom" "Four"}, 3, {"nom":"Verger","nom":"Le verger"}]';
    expect(await read(text)).toMatchObject({
      refused: ['record-not-understood', 'record-not-understood'],
      drafts: [{ title: 'Jardin' }, { title: 'Le verger' }],
    });
  });

  it('has script in every name and text: it is only ever text', async () => {
    const script = '<script>alert(1)</script>';
    const found = await read([
      { [`nom${script}`]: 'x', nom: `Jardin ${script}`, description: script, [script]: script },
    ]);
    expect(JSON.stringify((found as { drafts: unknown }).drafts)).not.toMatch(/"[^"]*<script>[^"]*"(?!:)/);
  });

  it('with hundreds of different members keeps them all', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [`champ ${index}`, `v${index}`]),
    );
    const found = await read([{ nom: 'Jardin' }, { nom: 'Four', ...many }]);
    const kept = JSON.stringify((found as { drafts: unknown }).drafts);
    for (const index of [0, 399, 599]) expect(kept).toContain(`v${index}`);
  });
});

describe('a uMap', () => {
  const layer = (name: string, features: object[], options: object = {}) => ({
    type: 'FeatureCollection',
    features,
    _umap_options: { name, ...options },
  });

  it('has layers for themes, its own name for source, wiki text, surfaces, and layers fetched from elsewhere', async () => {
    const description =
      'VIPE\n56000 Vannes\n[[https://exemple.org/a|Le **site**]]\n{{https://exemple.org/i.png}}';
    const map = {
      type: 'umap',
      uri: 'https://umap.exemple.org/m/1',
      properties: { name: 'Nos jardins', licence: { name: 'ODbL' } },
      layers: [
        layer('Jardins', [
          feature({ name: 'Jardin', description, _umap_options: { color: 'Red' } }, [-2.76, 47.65]),
        ]),
        layer('Zones', [
          feature(
            { name: 'Zone' },
            [
              [
                [-2, 47],
                [-1, 47],
                [-1, 48],
                [-2, 47],
              ],
            ],
            'Polygon',
          ),
        ]),
        layer('Ailleurs', [], { remoteData: { url: 'https://exemple.org/d.geojson', format: 'geojson' } }),
      ],
    };
    const found = await read(map);
    expect(found).toMatchObject({ format: 'umap', sourceName: 'Nos jardins', licence: 'ODbL' });
    expect(found).toMatchObject({
      remarks: ['distant-layer'],
      drafts: [
        {
          themes: ['Jardins'],
          communeName: 'Vannes',
          place: 'VIPE, 56000 Vannes',
          website: 'https://exemple.org/a',
          description: expect.stringContaining('[Le **site**](https://exemple.org/a)'),
          extra: {},
        },
        { title: 'Zone', themes: ['Zones'] },
      ],
    });
  });
});

describe('a GoGoCarto', () => {
  const taxonomy = {
    fileName: 'taxonomy.json',
    bytes: Buffer.from(
      JSON.stringify({
        options: [
          {
            id: 1,
            name: 'Manger',
            subcategories: [{ name: 'Type', options: [{ id: 2, name: 'March\\u00e9' }] }],
          },
        ],
      }),
    ),
  };
  const element = {
    id: 'a1',
    name: 'Marché',
    geo: { latitude: 47.6517, longitude: -2.0847 },
    address: { streetAddress: '1 place', addressLocality: 'Redon', postalCode: '35600' },
    telephone: '299123456',
    email: 'hidden',
    description: 'Un march\\u00e9',
    openHours: { Tu: '09:00-12:00', Th: '09:00-12:00' },
    optionValues: [1, 2],
    status: 1,
  };

  it('in full, with its taxonomy', async () => {
    const text = JSON.stringify({
      licence: 'https://opendatacommons.org/licenses/odbl/',
      ontology: 'gogofull',
      data: [element],
    });
    expect(await readWhole(text, { companions: [taxonomy] })).toMatchObject({
      format: 'gogocarto',
      remarks: [],
      drafts: [
        {
          externalId: 'a1',
          themes: ['Manger', 'Marché'],
          description: 'Un marché',
          openingHours: 'Tu 09:00-12:00; Th 09:00-12:00',
          status: null,
          contacts: { emails: [], phones: ['02 99 12 34 56'] },
        },
      ],
    });
    expect(await readWhole(text)).toMatchObject({ remarks: ['taxonomy-missing'], drafts: [{ themes: [] }] });
  });

  it('compact, its mapping at the end', async () => {
    const compact = {
      data: [['a1', ['Marché'], 47.6517, -2.0847, 1, 0, [2]]],
      mapping: ['id', ['name'], 'latitude', 'longitude', 'status', 'moderationState', 'optionValues'],
      ontology: 'gogocompact',
    };
    expect(await readWhole(JSON.stringify(compact), { companions: [taxonomy] })).toMatchObject({
      drafts: [{ externalId: 'a1', title: 'Marché', point: redon, themes: ['Marché'] }],
    });
  });
});
