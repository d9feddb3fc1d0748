/** Vocabularies of contexts that files usually name, by a part of their address. */
const vocabularies: readonly (readonly [address: RegExp, vocabulary: string])[] = [
  [/^https?:\/\/(www\.)?schema\.org\b/, 'http://schema.org/'],
  [/^https?:\/\/(www\.)?w3\.org\/ns\/activitystreams\b/, 'https://www.w3.org/ns/activitystreams#'],
  [/virtual-assembly|pair(-|\/)ontology|\bpair\b/i, 'http://virtual-assembly.org/ontologies/pair#'],
];

/** Prefixes that the common contexts define, and that entries then use. */
const prefixes = {
  schema: 'http://schema.org/',
  pair: 'http://virtual-assembly.org/ontologies/pair#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  dct: 'http://purl.org/dc/terms/',
  dcterms: 'http://purl.org/dc/terms/',
  geo: 'http://www.w3.org/2003/01/geo/wgs84_pos#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  ldp: 'http://www.w3.org/ns/ldp#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
} as const;

/** What stands for a context of elsewhere, which is never fetched. */
export interface ContextHere {
  context: Record<string, string>;
  /** Its terms are those of a vocabulary that we know. */
  isKnown: boolean;
}

/**
 * A context that says of any term that it belongs to one vocabulary: that of the address when it is known, else the
 * address itself. No term is lost, and the names stay what they are.
 */
export function contextFor(address: string): ContextHere {
  const vocabulary = vocabularies.find(([pattern]) => pattern.test(address))?.[1];
  const context = {
    ...prefixes,
    '@vocab': vocabulary ?? `${address.replace(/#.*$/, '')}#`,
    id: '@id',
    type: '@type',
  };
  return { context, isKnown: vocabulary !== undefined };
}
