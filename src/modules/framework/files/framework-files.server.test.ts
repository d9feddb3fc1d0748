import fc from 'fast-check';
import jsonld from 'jsonld';
import { describe, expect, test } from 'vitest';
import type { FrameworkContent } from '../framework-content.ts';
import { readShippedFrameworks } from '../publish-framework.server.ts';
import { anyFramework } from '../testing/any-framework.ts';
import { writeFrameworkCsv } from './framework-csv.server.ts';
import type { FileDefaults, FrameworkInFile } from './framework-file.ts';
import { frameworkFileSchema, writeFrameworkJson } from './framework-json.ts';
import { readFrameworkFile } from './read-framework-file.server.ts';
import { writeFrameworkSkos } from './write-framework-skos.ts';

const site = 'https://redon.exemple';
const origin = {
  territory: { name: 'Pays de Redon', url: site },
  framework: `${site}/referentiels/general`,
  address: `${site}/referentiels/general?version=2`,
  replaces: `${site}/referentiels/general?version=1`,
};
const defaults: FileDefaults = {
  title: 'Sans titre',
  author: 'Nous',
  licence: 'CC BY-SA 4.0',
  today: '2026-11-23',
  language: 'fr',
  scale: ['Pas du tout', 'Un peu', 'Beaucoup', 'Tout à fait'].map((fr) => ({ fr })),
};

const forms: Record<string, (content: FrameworkContent) => Promise<string> | string> = {
  CSV: (content) => writeFrameworkCsv(content, origin),
  JSON: (content) => writeFrameworkJson(content, origin, site),
  'SKOS in JSON-LD': (content) => writeFrameworkSkos(content, origin),
};

async function read(text: string): Promise<FrameworkInFile> {
  const result = await readFrameworkFile(new TextEncoder().encode(text), defaults);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe.each(Object.entries(forms))('%s', (_, write) => {
  test('gives back every framework that was written to it', async () => {
    await fc.assert(
      fc.asyncProperty(anyFramework, async (content) => {
        expect((await read(await write(content))).content).toEqual(content);
      }),
      { numRuns: 60 },
    );
  });

  test('holds the frameworks we ship, and says where they come from', async () => {
    for (const shipped of readShippedFrameworks()) {
      const { content, lineage, notes } = await read(await write(shipped));
      expect(content).toEqual(shipped);
      expect(notes).toEqual([]);
      expect(lineage).toEqual({
        frameworkId: shipped.id,
        version: shipped.version,
        title: shipped.title,
        territory: { name: 'Pays de Redon', url: site },
      });
    }
  });
});

describe('the JSON', () => {
  test('keeps what became of earlier criteria', async () => {
    const [shipped] = readShippedFrameworks();
    const first = shipped?.dimensions[0]?.criteria[0]?.id ?? '';
    const content = {
      ...shipped,
      passage: { [first]: { from: ['avant'], how: 'kept' } },
      dropped: [{ id: 'vieux', reason: 'Personne n’y répondait.' }],
    } as FrameworkContent;
    expect((await read(writeFrameworkJson(content, origin, site))).content).toEqual(content);
  });

  test('has a schema that describes it, without any custom rule', () => {
    const schema = JSON.stringify(frameworkFileSchema(site));
    expect(schema).toContain(`"$id":"${site}/api/v1/framework.schema.json"`);
    expect(schema).toContain('"comparedWith"');
  });
});

describe('the linked data', () => {
  const [shipped] = readShippedFrameworks();
  if (!shipped) throw new Error('nothing shipped');
  const document = JSON.parse(writeFrameworkSkos(shipped, origin)) as jsonld.JsonLdDocument;

  test('is read whole by JSON-LD tools, without asking the network and without losing a term', async () => {
    const documentLoader = () => Promise.reject(new Error('Nothing is fetched'));
    const options = { documentLoader, safe: true } as jsonld.Options.Expand;
    const nodes = (await jsonld.expand(document, options)) as Record<string, unknown>[];
    const [scheme] = nodes;
    expect(scheme).toMatchObject({
      '@id': origin.address,
      '@type': ['http://www.w3.org/2004/02/skos/core#ConceptScheme'],
      'http://purl.org/dc/terms/isVersionOf': [{ '@id': origin.framework }],
      'http://purl.org/dc/terms/replaces': [{ '@id': origin.replaces }],
    });
    expect(scheme?.['http://www.w3.org/2004/02/skos/core#hasTopConcept']).toHaveLength(6);
    expect(nodes.find((node) => String(node['@id']).endsWith('#criterion-fair-price'))).toMatchObject({
      'http://www.w3.org/2004/02/skos/core#broader': [{ '@id': `${origin.address}#dimension-access` }],
      'http://www.w3.org/2004/02/skos/core#notation': [{ '@value': 'fair-price' }],
    });
  });

  test('keeps the order of questions and of levels when another tool wrote it in its own', async () => {
    const turtle = await jsonld.toRDF(document, { format: 'application/n-quads' });
    const { content } = await read(String(turtle));
    expect(
      content.dimensions.map(({ id, criteria }) => [
        id,
        criteria.map(({ scale, ...rest }) => [rest.id, scale]),
      ]),
    ).toEqual(
      shipped.dimensions.map(({ id, criteria }) => [
        id,
        criteria.map(({ scale, ...rest }) => [rest.id, scale]),
      ]),
    );
  });

  test('of a vocabulary of elsewhere becomes dimensions and criteria, with what it lacked told', async () => {
    const { content, lineage, notes } = await read(`
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      <https://thesaurus.exemple/eau> a skos:ConceptScheme ; skos:prefLabel "Eau"@fr .
      <https://thesaurus.exemple/1> a skos:Concept ; skos:prefLabel "Rivières"@fr, "Rivers"@en .
      <https://thesaurus.exemple/2> a skos:Concept ; skos:prefLabel "Berges"@fr ;
        skos:broader <https://thesaurus.exemple/1> ; skos:definition "Les berges sont-elles plantées ?"@fr .
      <https://thesaurus.exemple/3> a skos:Concept ; skos:prefLabel "Saules" ;
        skos:broader <https://thesaurus.exemple/2> .`);
    expect(content.title).toEqual({ fr: 'Eau' });
    expect(content.dimensions).toMatchObject([
      {
        id: 'rivieres',
        title: { fr: 'Rivières', en: 'Rivers' },
        criteria: [
          { id: 'berges', question: { fr: 'Les berges sont-elles plantées ?' } },
          { id: 'saules', question: { fr: 'Saules' } },
        ],
      },
    ]);
    expect(content.dimensions[0]?.criteria[0]?.scale).toHaveLength(4);
    expect(lineage?.territory).toEqual({ name: 'thesaurus.exemple', url: 'https://thesaurus.exemple/eau' });
    expect(notes).toEqual([
      { code: 'scale-added', place: 'berges' },
      { code: 'question-from-title', place: 'saules' },
      { code: 'scale-added', place: 'saules' },
    ]);
  });
});
