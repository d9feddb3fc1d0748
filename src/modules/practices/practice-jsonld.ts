import { ownName } from './fields/own-field.ts';
import type { PublicPractice } from './public-practice.ts';

/**
 * The terms of our JSON-LD, inside each file so that reading it asks nothing of the network: schema.org, and the PAIR
 * vocabulary of the Assemblée virtuelle (Projet, Acteur, Idée, Ressource: `2-Implementation/owl/pair.ttl` of
 * github.com/assemblee-virtuelle/pair), which the software of French networks of initiatives speaks.
 */
export const jsonldContext = {
  '@version': 1.1,
  '@vocab': 'https://schema.org/',
  pair: 'http://virtual-assembly.org/ontologies/pair#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  url: { '@type': '@id' },
  sameAs: { '@type': '@id' },
  contentUrl: { '@type': '@id' },
  isPartOf: { '@type': '@id' },
  'pair:homePage': { '@type': '@id' },
  'pair:hasLocation': { '@type': '@id' },
  dateCreated: { '@type': 'xsd:dateTime' },
  dateModified: { '@type': 'xsd:dateTime' },
  lastReviewed: { '@type': 'xsd:date' },
} as const;

type LinkedData = Record<string, unknown>;

/** What has a place of its own below; whatever else a practice says goes among the additional properties, by its name. */
const placed = new Set<string>([
  'id',
  'url',
  'title',
  'pitch',
  'description',
  'lat',
  'lng',
  'commune',
  'commune_code',
  'place',
  'since',
  'website',
  'themes',
  'tags',
  'language',
  'licence',
  'source',
  'source_url',
  'source_id',
  'source_credit',
  'merged',
  'co_authors',
  'created_at',
  'updated_at',
  'confirmed_on',
  'pictures',
  'documents',
] satisfies (keyof PublicPractice)[]);

/**
 * A practice as a node of JSON-LD. What people do is the node itself; what was written about it, by whom, under which
 * licence and from which source is `subjectOf`, its page here.
 *
 * @param origin public address of the site, without a trailing slash
 */
export function practiceNode(practice: PublicPractice, origin: string): LinkedData {
  const id = `${origin}/api/v1/practices/${practice.id}`;
  const location = placeNode(practice, `${id}#place`);
  const topics = practice.themes.map((name) => ({
    '@type': ['DefinedTerm', 'pair:Theme'],
    name,
    'pair:label': name,
  }));
  return filled({
    '@id': id,
    '@type': typesOf(practice),
    identifier: practice.id,
    name: practice.title,
    'pair:label': practice.title,
    disambiguatingDescription: practice.pitch,
    'pair:comment': practice.pitch,
    description: practice.description,
    'pair:description': practice.description,
    url: practice.url,
    sameAs: practice.website,
    'pair:homePage': practice.website,
    foundingDate: practice.since,
    location,
    'pair:hasLocation': location && location['@id'],
    keywords: practice.tags,
    'pair:hasTopic': topics,
    image: practice.pictures.map((picture) =>
      filled({
        '@type': 'ImageObject',
        contentUrl: picture.url,
        width: picture.width,
        height: picture.height,
        caption: picture.alt,
        creditText: picture.credit,
        license: licenceNode(picture.licence),
      }),
    ),
    additionalProperty: furtherProperties(practice),
    subjectOf: pageNode(practice, origin),
  });
}

/**
 * An idea is an idea; what has a legal form is an organisation; all else is a project, which schema.org counts among
 * organisations, so that the same properties fit.
 */
function typesOf({ state, legal_status }: PublicPractice): string[] {
  if (state === 'potential') return ['Project', 'pair:Idea'];
  if (legal_status !== null && legal_status !== 'informal') return ['Organization', 'pair:Organization'];
  return ['Project', 'pair:Project'];
}

function placeNode(
  { place, commune, commune_code, lat, lng }: PublicPractice,
  id: string,
): LinkedData | undefined {
  if (place === '' && commune === '' && lat === null) return undefined;
  return filled({
    '@id': id,
    '@type': ['Place', 'pair:Place'],
    name: place || commune,
    address: filled({
      '@type': 'PostalAddress',
      addressLocality: commune,
      streetAddress: place,
    }),
    identifier: commune_code && { '@type': 'PropertyValue', propertyID: 'INSEE', value: commune_code },
    geo: lat === null ? undefined : { '@type': 'GeoCoordinates', latitude: lat, longitude: lng },
    'pair:latitude': lat,
    'pair:longitude': lng,
  });
}

function pageNode(practice: PublicPractice, origin: string): LinkedData {
  return filled({
    '@id': practice.url,
    '@type': 'WebPage',
    inLanguage: practice.language,
    license: licenceNode(practice.licence),
    creator: practice.co_authors.map((name) => ({ '@type': 'Person', name })),
    isBasedOn: sourcesOf(practice),
    isPartOf: `${origin}/donnees`,
    dateCreated: practice.created_at,
    dateModified: practice.updated_at,
    lastReviewed: practice.confirmed_on,
    associatedMedia: practice.documents.map((document) =>
      filled({
        '@type': 'MediaObject',
        contentUrl: document.url,
        name: document.title || document.name,
        contentSize: String(document.size),
        creditText: document.credit,
        license: licenceNode(document.licence),
      }),
    ),
  });
}

/** Its own source, and those of what was merged into it. */
function sourcesOf(practice: PublicPractice): LinkedData | LinkedData[] | undefined {
  const sources = [practice, ...practice.merged].map(sourceNode).filter((node) => node !== undefined);
  return sources.length > 1 ? sources : sources[0];
}

function sourceNode({
  source,
  source_url,
  source_id,
  source_credit,
}: Pick<PublicPractice, 'source' | 'source_url' | 'source_id'> & { source_credit?: string }):
  LinkedData | undefined {
  if (source === '' && source_url === '') return undefined;
  return filled({
    '@id': source_url,
    '@type': 'CreativeWork',
    name: source,
    identifier: source_id,
    creditText: source_credit,
  });
}

/** SPDX identifiers have an address each; what a source called its licence otherwise is told as it called it. */
export function licenceNode(licence: string): LinkedData | undefined {
  if (licence === '') return undefined;
  const isSpdx = /^[A-Za-z0-9][A-Za-z0-9.+-]*-[0-9][A-Za-z0-9.+-]*$/.test(licence);
  return filled({
    '@id': isSpdx ? `https://spdx.org/licenses/${licence}` : undefined,
    '@type': 'CreativeWork',
    name: licence,
  });
}

function furtherProperties(practice: PublicPractice): LinkedData[] {
  const { fields, ...further } = practice;
  const own = Object.entries(fields).map(([key, value]) => [ownName({ key }), value] as const);
  return [...Object.entries(further), ...own].flatMap(([propertyID, value]: readonly [string, unknown]) => {
    if (placed.has(propertyID) || isEmpty(value)) return [];
    const told = typeof value === 'object' && !isListOfPlain(value) ? JSON.stringify(value) : value;
    return [{ '@type': 'PropertyValue', propertyID, value: told }];
  });
}

function isListOfPlain(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object');
}

/** Nothing is said of what nobody said. */
function filled(node: LinkedData): LinkedData {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
