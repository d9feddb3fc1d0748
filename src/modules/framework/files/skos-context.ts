/** Vocabularies that the linked data of a framework speaks. */
export const skos = 'http://www.w3.org/2004/02/skos/core#';
export const dcterms = 'http://purl.org/dc/terms/';
export const schemaOrg = 'https://schema.org/';
export const prov = 'http://www.w3.org/ns/prov#';
export const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
/** A goal of sustainable development, as the United Nations name it in linked data. */
export const sdgAddress = 'http://metadata.un.org/sdg/';

const node = { '@type': '@id' } as const;
const inLanguages = { '@container': '@language' } as const;
const xsd = (type: string) => `http://www.w3.org/2001/XMLSchema#${type}`;

/** The terms, inside each file so that reading it asks nothing of the network. */
export const skosContext = {
  '@version': 1.1,
  skos,
  dct: dcterms,
  schema: schemaOrg,
  prov,
  prefLabel: { '@id': 'skos:prefLabel', ...inLanguages },
  definition: { '@id': 'skos:definition', ...inLanguages },
  scopeNote: { '@id': 'skos:scopeNote', ...inLanguages },
  notation: 'skos:notation',
  inScheme: { '@id': 'skos:inScheme', ...node },
  hasTopConcept: { '@id': 'skos:hasTopConcept', ...node },
  topConceptOf: { '@id': 'skos:topConceptOf', ...node },
  broader: { '@id': 'skos:broader', ...node },
  narrower: { '@id': 'skos:narrower', ...node },
  description: { '@id': 'dct:description', ...inLanguages },
  issued: { '@id': 'dct:issued', '@type': xsd('date') },
  rights: 'dct:rights',
  creator: 'dct:creator',
  publisher: 'dct:publisher',
  subject: { '@id': 'dct:subject', ...node },
  source: { '@id': 'dct:source', ...node },
  isVersionOf: { '@id': 'dct:isVersionOf', ...node },
  replaces: { '@id': 'dct:replaces', ...node },
  wasDerivedFrom: 'prov:wasDerivedFrom',
  identifier: 'schema:identifier',
  version: { '@id': 'schema:version', '@type': xsd('integer') },
  position: { '@id': 'schema:position', '@type': xsd('integer') },
  name: 'schema:name',
  url: { '@id': 'schema:url', ...node },
  datePublished: 'schema:datePublished',
  additionalProperty: 'schema:additionalProperty',
  propertyID: 'schema:propertyID',
  value: 'schema:value',
  text: { '@id': 'schema:text', ...inLanguages },
  unitText: { '@id': 'schema:unitText', ...inLanguages },
  minValue: { '@id': 'schema:minValue', '@type': xsd('decimal') },
  maxValue: { '@id': 'schema:maxValue', '@type': xsd('decimal') },
} as const;
