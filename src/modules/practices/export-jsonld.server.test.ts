import jsonld from 'jsonld';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordFields } from '#modules/records/index.ts';
import { exportGeojson, exportJsonld } from './export-practices.server.ts';
import type { PracticeDetails } from './practice.ts';
import { newPractice } from './prepare-practice.server.ts';
import { createPractice } from './save-practice.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = await world.elsewhere();
});

function make(fields: Partial<RecordFields>, details: Partial<PracticeDetails> = {}) {
  return createPractice(context, {
    fields: { ...newPractice.fields, title: 'Four à pain', ...fields },
    details: { ...newPractice.details, ...details },
  });
}

type LinkedData = Record<string, unknown>;
interface Exported {
  '@context': object;
  '@graph': LinkedData[];
}

async function read(write: typeof exportJsonld = exportJsonld): Promise<Exported> {
  let text = '';
  for await (const piece of write(context, {})) text += piece;
  return JSON.parse(text) as Exported;
}

/** Reads it as JSON-LD tools do, which must ask for nothing and drop nothing. */
function expand(document: object): Promise<object[]> {
  const documentLoader = () => Promise.reject(new Error('Nothing is fetched'));
  return jsonld.expand(
    document as jsonld.JsonLdDocument,
    { documentLoader, safe: true } as jsonld.Options.Expand,
  );
}

const full = {
  fields: {
    title: 'Jardin des Cordiers',
    pitch: 'Cultiver ensemble',
    body: parseMarkdown('Un *jardin* "partagé"'),
    tags: ['potager', 'eau'],
    coAuthors: ['Ana Le Goff'],
    sourceName: 'Annuaire des jardins',
    sourceUrl: 'https://annuaire.exemple/42',
    sourceRecordId: '42',
    licence: 'ODbL-1.0',
    confirmedOn: '2026-10-01',
  },
  details: {
    purpose: 'sharing',
    legalStatus: 'association',
    communeCode: '35236',
    communeName: 'Redon',
    place: '3 rue du Port',
    lat: 47.65,
    lng: -2.08,
    since: '2014-03',
    website: 'https://jardin.exemple',
    count: 3,
  },
} satisfies { fields: Partial<RecordFields>; details: Partial<PracticeDetails> };

describe('the JSON-LD export', () => {
  it('says what a practice is, where, since when, and what was written of it by whom, in schema.org and PAIR', async () => {
    const { id } = await make(full.fields, full.details);
    const { '@graph': graph } = await read();
    expect(graph[0]).toMatchObject({
      '@id': `${context.origin}/api/v1/practices/${id}`,
      '@type': ['Organization', 'pair:Organization'],
      name: 'Jardin des Cordiers',
      'pair:label': 'Jardin des Cordiers',
      sameAs: 'https://jardin.exemple',
      foundingDate: '2014-03',
      keywords: ['potager', 'eau'],
      location: {
        address: { addressLocality: 'Redon', streetAddress: '3 rue du Port' },
        geo: { latitude: 47.65, longitude: -2.08 },
        'pair:latitude': 47.65,
      },
      subjectOf: {
        license: { '@id': 'https://spdx.org/licenses/ODbL-1.0' },
        creator: [{ name: 'Ana Le Goff' }],
        isBasedOn: { '@id': 'https://annuaire.exemple/42', name: 'Annuaire des jardins', identifier: '42' },
        lastReviewed: '2026-10-01',
      },
    });
    const further = graph[0]?.['additionalProperty'];
    expect(further).toContainEqual({ '@type': 'PropertyValue', propertyID: 'purpose', value: 'sharing' });
    expect(further).toContainEqual({ '@type': 'PropertyValue', propertyID: 'count', value: 3 });
  });

  it('is read whole by JSON-LD tools, without asking the network and without losing a term', async () => {
    await make(full.fields, full.details);
    await make(
      { title: 'Une idée', licence: 'Licence de la mairie', sourceName: 'Mairie' },
      { status: 'idea' },
    );
    const document = await read();
    const nodes = (await expand(document)) as LinkedData[];
    expect(nodes).toHaveLength(3);
    expect(nodes[0]).toMatchObject({
      'https://schema.org/name': [{ '@value': 'Jardin des Cordiers' }],
      'https://schema.org/sameAs': [{ '@id': 'https://jardin.exemple' }],
    });
    expect(nodes[1]?.['@type']).toContain('http://virtual-assembly.org/ontologies/pair#Idea');
    const unknown = { ...document, '@graph': [{ '@type': 'Place', 'not a term:x': 1 }] };
    await expect(expand({ ...unknown, '@context': { name: 'https://schema.org/name' } })).rejects.toThrow(
      'Safe mode',
    );
  });

  it('gives no place to a doubtful point, and no empty value', async () => {
    await make({}, { communeName: 'Redon', lat: 47.65, lng: -2.08, pointIsDoubtful: true });
    const text = JSON.stringify(await read());
    expect(text).toContain('Redon');
    expect(text).not.toContain('47.65');
    expect(text).not.toMatch(/:(null|""|\[\])[,}]/);
  });

  it('is whole when there is nothing, and whatever the texts', async () => {
    expect((await read())['@graph']).toHaveLength(1);
    const hostile = '"}]}</script>\\ \u2028 l’été';
    await make({ title: hostile, tags: ['"'] });
    expect((await read())['@graph'][0]).toMatchObject({ name: hostile, keywords: ['"'] });
  });
});

describe('whom to credit', () => {
  it('stands once in the file: each source with its licence and how many records', async () => {
    await make(full.fields);
    await make({ ...full.fields, sourceRecordId: '43', sourceUrl: 'https://annuaire.exemple/43' });
    await make({ licence: 'CC-BY-SA-4.0' });
    const { '@graph': graph } = await read();
    expect(graph.at(-1)).toMatchObject({
      '@type': 'Dataset',
      isBasedOn: [
        { name: 'Annuaire des jardins', size: '2', license: { '@id': 'https://spdx.org/licenses/ODbL-1.0' } },
        { name: context.origin, size: '1' },
      ],
    });
    expect(await read(exportGeojson)).toMatchObject({
      sources: [
        { source: 'Annuaire des jardins', licence: 'ODbL-1.0', count: 2 },
        { source: '', licence: 'CC-BY-SA-4.0', count: 1 },
      ],
    });
  });
});

describe('an export of one practice', () => {
  it('holds that one, and nothing when the actor may not see it', async () => {
    const { id } = await make(full.fields);
    await make({ title: 'Une autre' });
    const hidden = await make({ title: 'Un brouillon', visibility: 'draft' });
    const titlesOf = async (among: string[]) => {
      let text = '';
      for await (const piece of exportJsonld(context, { among })) text += piece;
      return (JSON.parse(text) as Exported)['@graph'].slice(0, -1).map(({ name }) => name);
    };
    expect(await titlesOf([id])).toEqual(['Jardin des Cordiers']);
    expect(await titlesOf([hidden.id])).toEqual([]);
  });
});
