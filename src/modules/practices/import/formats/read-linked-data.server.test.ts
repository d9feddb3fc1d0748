import { describe, expect, it } from 'vitest';
import { splitValues } from '../multiple-values.ts';
import { readJsonLd, readRdf } from './read-linked-data.server.ts';
import { recogniseWiki } from './recognise-wiki.ts';
import type { ReadSource, SourceTable } from './source-table.ts';

async function open(read: ReadSource, content: string) {
  async function* bytes() {
    yield Buffer.from(content);
  }
  return read({ fileName: 'x', open: bytes, companions: [] }, { maxBytes: 10_000_000, isPreview: false });
}

/** Its rows by the field that each column is known to hold, else by the name of the column. */
async function rowsOf(read: ReadSource, content: string | object) {
  const opened = await open(read, typeof content === 'string' ? content : JSON.stringify(content));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const table: SourceTable = opened.value;
  const rows: Record<string, string>[] = [];
  for await (const row of table.rows) {
    if (!row.ok) continue;
    const named = Object.entries(row.value.cells).map(([header, text]) => [
      table.known[header] ?? header,
      text,
    ]);
    rows.push(Object.fromEntries(named) as Record<string, string>);
  }
  return { rows, table, warnings: table.header.warnings };
}

const wiki = (body: string, doctype = '') => `<?xml version="1.0"?>${doctype}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
  xmlns:swivt="http://semantic-mediawiki.org/swivt/1.0#" xmlns:owl="http://www.w3.org/2002/07/owl#"
  xmlns:property="https://wiki.exemple.org/wiki/Spécial:URIResolver/Attribut-3A">${body}</rdf:RDF>`;
const at = 'https://wiki.exemple.org/wiki/Spécial:URIResolver/';
const subject = (name: string, inside: string) =>
  `<swivt:Subject rdf:about="${at}${name}">${inside}</swivt:Subject>`;

describe('an export of a semantic wiki in RDF', () => {
  it('gives its pages, with their categories and what they refer to by name', async () => {
    const { rows, table } = await rowsOf(
      readRdf,
      wiki(
        `<owl:Ontology rdf:about="https://wiki.exemple.org/wiki/Export"/>` +
          subject(
            'Le_caf-C3-A9',
            `<rdf:type rdf:resource="${at}Cat-C3-A9gorie-3ARepair_Caf-C3-A9"/><rdfs:label>Le café</rdfs:label>
             <swivt:page rdf:resource="https://wiki.exemple.org/wiki/Le_café"/><swivt:wikiNamespace>0</swivt:wikiNamespace>
             <swivt:wikiPageModificationDate>2024-05-02T08:00:00Z</swivt:wikiPageModificationDate>
             <property:Modification_date-23aux>2460000.5</property:Modification_date-23aux>
             <property:Ville rdf:resource="${at}Gu-C3-A9rande"/><property:Site_web rdf:resource="bit.ly/x"/>`,
          ) +
          subject(
            'Gu-C3-A9rande',
            '<rdfs:label>Guérande</rdfs:label><swivt:wikiNamespace>0</swivt:wikiNamespace>',
          ) +
          subject(
            'Attribut-3AVille',
            '<rdfs:label>Ville</rdfs:label><swivt:wikiNamespace>102</swivt:wikiNamespace>',
          ),
      ),
    );
    expect(rows).toEqual([
      {
        title: 'Le café',
        externalId: 'Le café',
        sourceUrl: 'https://wiki.exemple.org/wiki/Le_café',
        Catégorie: 'Repair Café',
        updatedOn: '2024-05-02T08:00:00Z',
        Ville: 'Guérande',
        'Site web': 'bit.ly/x',
      },
    ]);
    expect(table.sourceName).toBe('wiki.exemple.org');
  });

  it.for([
    ['<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 'xml-entities-refused'],
    ['<!DOCTYPE rdf:RDF [<!ENTITY a "ha"><!ENTITY x "&a;&a;">]>', 'xml-entities-refused'],
  ] as const)('that hides something in its entities is refused', async ([doctype, code]) => {
    const content = wiki(subject('A', '<rdfs:label>&x;</rdfs:label>'), doctype);
    expect(await open(readRdf, content)).toMatchObject({ ok: false, error: { code } });
  });

  it('that is cut in the middle is refused, saying how far it could be read', async () => {
    const whole = wiki(
      subject('A', '<rdfs:label>A</rdfs:label>') + subject('B', '<rdfs:label>B</rdfs:label>'),
    );
    const cut = whole.slice(0, whole.lastIndexOf('<rdfs:label>B'));
    expect(await open(readRdf, cut)).toMatchObject({ ok: false, error: { code: 'rdf-not-read' } });
    expect(await open(readRdf, wiki('<rdfs:nothing/>'))).toMatchObject({ ok: false });
  });
});

describe('Turtle', () => {
  const dbpedia = `@prefix dbo: <http://dbpedia.org/ontology/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    @prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <http://fr.dbpedia.org/resource/Le_Blosneuf> a dbo:Place ; rdfs:label "Le Blosneuf"@fr, "Blosneuf"@en ;
      dbo:abstract "A place."@en, "Un lieu."@fr ; geo:lat "48.1"^^xsd:float ; geo:long "-1.66"^^xsd:float ;
      dbo:city <http://fr.dbpedia.org/resource/Rennes> ; dct:subject <http://fr.dbpedia.org/resource/Tiers-lieu> ;
      foaf:homepage <https://exemple.org/> .
    <http://fr.dbpedia.org/resource/Camille> a foaf:Person ; foaf:name "Camille Martin" ; foaf:mbox <mailto:c@exemple.org> .`;

  it('is read in French first, and people are left out', async () => {
    expect(recogniseWiki(dbpedia)).toBe('rdf');
    const { rows, warnings } = await rowsOf(readRdf, dbpedia);
    expect(rows).toEqual([
      {
        externalId: 'http://fr.dbpedia.org/resource/Le_Blosneuf',
        sourceUrl: 'http://fr.dbpedia.org/resource/Le_Blosneuf',
        title: 'Le Blosneuf',
        description: 'Un lieu.',
        latitude: '48.1',
        longitude: '-1.66',
        communeName: 'Rennes',
        themes: 'Tiers-lieu',
        website: 'https://exemple.org/',
      },
    ]);
    expect(warnings).toEqual([{ field: null, code: 'people-left-out', params: { count: 1 } }]);
  });

  it('may be one statement a line', async () => {
    const lines = `<https://exemple.org/1> <http://schema.org/name> "Jardin \\u00e9toil\\u00e9" .\n`;
    expect(recogniseWiki(lines)).toBe('rdf');
    expect((await rowsOf(readRdf, lines)).rows).toMatchObject([{ title: 'Jardin étoilé' }]);
  });

  it('that is cut, or holds no practice, is refused', async () => {
    const cut = dbpedia.slice(0, dbpedia.indexOf('foaf:homepage'));
    expect(await open(readRdf, cut)).toMatchObject({ ok: false, error: { code: 'rdf-not-read' } });
    const none = '<https://exemple.org/1> <https://exemple.org/a> "b" .';
    expect(await open(readRdf, none)).toMatchObject({ ok: false, error: { code: 'no-records' } });
  });
});

const place = {
  '@context': 'https://schema.org',
  '@type': 'LocalBusiness',
  '@id': 'https://exemple.org/lieux/1',
  name: 'La Recyclerie',
  url: 'https://exemple.org',
  telephone: '02 99 00 00 00',
  address: {
    '@type': 'PostalAddress',
    streetAddress: '1 rue Neuve',
    postalCode: '35000',
    addressLocality: 'Rennes',
  },
  geo: { '@type': 'GeoCoordinates', latitude: 48.11, longitude: -1.67 },
  founder: { '@type': 'Person', name: 'Camille Martin' },
  keywords: ['réemploi', 'vélo'],
  image: 'https://exemple.org/a.jpg',
  amenityFeature: 'parking',
};

describe('JSON-LD', () => {
  it('of schema.org gives each thing its fields, its parts included', async () => {
    const { rows, warnings } = await rowsOf(readJsonLd, place);
    expect(rows).toEqual([
      {
        externalId: 'https://exemple.org/lieux/1',
        sourceUrl: 'https://exemple.org/lieux/1',
        title: 'La Recyclerie',
        website: 'https://exemple.org',
        phone: '02 99 00 00 00',
        address: '1 rue Neuve',
        postalCode: '35000',
        communeName: 'Rennes',
        latitude: '48.11',
        longitude: '-1.67',
        contactName: 'Camille Martin',
        tags: expect.any(String),
        files: 'https://exemple.org/a.jpg',
        amenityFeature: 'parking',
      },
    ]);
    expect(splitValues(rows[0]?.['tags'] ?? '', ',')).toEqual(['réemploi', 'vélo']);
    expect(warnings).toEqual([]);
  });

  it('keeps every name of a vocabulary that it does not know, fetches nothing, and says so', async () => {
    const graph = {
      '@context': 'http://127.0.0.1:1/context.jsonld',
      '@graph': [
        {
          '@id': 'urn:1',
          '@type': 'Element',
          name: 'Amap',
          geo: { latitude: 47, longitude: -2 },
          surnom: 'A',
        },
      ],
    };
    const { rows, warnings } = await rowsOf(readJsonLd, graph);
    expect(rows).toMatchObject([{ title: 'Amap', latitude: '47', longitude: '-2', surnom: 'A' }]);
    expect(warnings).toEqual([
      { field: null, code: 'context-not-known', params: { address: 'http://127.0.0.1:1/context.jsonld' } },
    ]);
  });

  it('of PAIR gives organisations, and the place they are at as their own', async () => {
    const pair = {
      '@context': { pair: 'http://virtual-assembly.org/ontologies/pair#' },
      '@type': 'ldp:Container',
      'ldp:contains': [
        {
          '@id': 'https://exemple.org/o/1',
          '@type': 'pair:Organization',
          'pair:label': 'Les Oasis',
          'pair:comment': 'Un collectif',
          'pair:hasTopic': { '@id': 'https://exemple.org/t/1' },
          'pair:hasLocation': { '@type': 'pair:Place', 'pair:label': 'Salle verte', 'pair:latitude': 47.2 },
        },
        { '@id': 'https://exemple.org/t/1', '@type': 'pair:Theme', 'pair:label': 'Habitat' },
        {
          '@id': 'https://exemple.org/p/1',
          '@type': 'pair:Person',
          'pair:label': 'Camille',
          'pair:e-mail': 'c@exemple.org',
        },
      ],
    };
    const { rows } = await rowsOf(readJsonLd, pair);
    expect(rows).toMatchObject([
      { title: 'Les Oasis', pitch: 'Un collectif', themes: 'Habitat', latitude: '47.2' },
    ]);
  });

  it('whose things all stand under each other is read in the end', async () => {
    const names = Array.from({ length: 150 }, (_, index) => ({ '@id': `urn:${index}` }));
    const things = names.map((name) => ({ ...name, '@type': 'PostalAddress', location: names }));
    const graph = [{ '@id': 'urn:lieu', name: 'Lieu', location: names }, ...things];
    const { rows } = await rowsOf(readJsonLd, { '@context': 'https://schema.org', '@graph': graph });
    expect(rows).toMatchObject([{ title: 'Lieu' }]);
  });

  it('of thousands of things is read lot by lot, and blank ones keep to themselves', async () => {
    const things = Array.from({ length: 450 }, (_, index) => ({
      '@type': 'Place',
      name: `Lieu ${index}`,
      address: { addressLocality: `Ville ${index}` },
    }));
    const { rows } = await rowsOf(readJsonLd, { '@context': 'http://schema.org/', '@graph': things });
    expect(rows).toHaveLength(450);
    expect(rows[449]).toEqual({ title: 'Lieu 449', communeName: 'Ville 449' });
  });

  it.for([
    ['{"@context": "https://schema.org", "name": "Cou', 'json-cut'],
    [`${'['.repeat(10_000)}{"@id":"a"}${']'.repeat(10_000)}`, 'json-too-deep'],
    ['{"name": "Un autre outil"}', 'not-of-format'],
    ['{"@context": {"name": {"@id": "@context"}}, "name": "x"}', 'jsonld-not-read'],
    ['{"@context": "https://schema.org", "@graph": []}', 'no-records'],
  ] as const)('that cannot be read is refused (%#)', async ([content, code]) => {
    expect(await open(readJsonLd, content)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('the beginning of a file', () => {
  it.for([
    ['{"query":{"printrequests":[]}}', 'smw'],
    ['[{"id_fiche":"a"}]', 'yeswiki-json'],
    ['{"@context":"https://schema.org"}', 'jsonld'],
    ['<?xml version="1.0"?><rdf:RDF>', 'rdf'],
    ['# un commentaire\nPREFIX a: <b>', 'rdf'],
    ['datetime_create,datetime_latest,Nom', 'yeswiki-csv'],
    ['{"type": "FeatureCollection","features":[{"properties":{"id_fiche":"a"}}]}', null],
    ['<?xml version="1.0"?><kml>', null],
    ['nom,commune', null],
    ['<script>alert(1)</script>', null],
  ] as const)('%s tells its format', ([head, format]) => {
    expect(recogniseWiki(head)).toBe(format);
  });
});
