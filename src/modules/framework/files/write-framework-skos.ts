import type { Criterion, FrameworkContent } from '../framework-content.ts';
import type { Words } from '../words.ts';
import type { FileOrigin } from './framework-file.ts';
import { sdgAddress, skosContext } from './skos-context.ts';

type LinkedData = Record<string, unknown>;

/** What concepts of SKOS have no property for, by the name it has in our JSON. */
export const schemeTexts = ['notice', 'howToAnswer', 'changeNote'] as const;
export const criterionTexts = [
  'comparedWith',
  'conditions',
  'rebound',
  'notApplicableIf',
  'evidence',
] as const;

/**
 * A version as SKOS in JSON-LD: the framework is a concept scheme, dimensions are its top concepts, criteria stand
 * under them. The question is the definition, why it is asked the scope note; the rest, levels of the scale included,
 * are additional properties of schema.org. `readFrameworkSkos` gives the same content back.
 */
export function writeFrameworkSkos(
  content: FrameworkContent,
  origin: FileOrigin & { address: string; framework: string },
): string {
  const scheme = origin.address;
  const graph = [schemeNode(content, origin), ...content.sources.map((source) => sourceNode(source, scheme))];
  for (const [position, { id, title, description, criteria }] of content.dimensions.entries()) {
    const self = `${scheme}#dimension-${id}`;
    graph.push({
      '@id': self,
      '@type': 'skos:Concept',
      notation: id,
      position: String(position + 1),
      prefLabel: title,
      definition: description,
      inScheme: scheme,
      topConceptOf: scheme,
      narrower: criteria.map((criterion) => criterionAddress(scheme, criterion.id)),
    });
    for (const [place, criterion] of criteria.entries()) {
      graph.push(criterionNode(criterion, { scheme, dimension: self, position: String(place + 1) }));
    }
  }
  return `${JSON.stringify({ '@context': skosContext, '@graph': graph }, null, 2)}\n`;
}

const criterionAddress = (scheme: string, id: string) => `${scheme}#criterion-${id}`;
const sourceAddress = (scheme: string, id: string) => `${scheme}#source-${id}`;

function schemeNode(
  content: FrameworkContent,
  { address, framework, replaces, territory }: FileOrigin & { address: string; framework: string },
): LinkedData {
  const { from } = content;
  return {
    '@id': address,
    '@type': 'skos:ConceptScheme',
    identifier: content.id,
    version: String(content.version),
    prefLabel: content.title,
    description: content.description,
    issued: content.published,
    rights: content.licence,
    creator: content.authors,
    publisher: { name: territory.name, url: territory.url },
    isVersionOf: framework,
    replaces,
    wasDerivedFrom: from && {
      identifier: from.frameworkId,
      version: String(from.version),
      prefLabel: from.title,
      publisher: from.territory && { name: from.territory.name, url: from.territory.url },
    },
    source: content.sources.map(({ id }) => sourceAddress(address, id)),
    hasTopConcept: content.dimensions.map(({ id }) => `${address}#dimension-${id}`),
    additionalProperty: [
      ...texts(content, schemeTexts),
      ...(content.startingPoint ? [{ propertyID: 'startingPoint', value: 'true' }] : []),
    ],
  };
}

function sourceNode(source: FrameworkContent['sources'][number], scheme: string): LinkedData {
  return {
    '@id': sourceAddress(scheme, source.id),
    '@type': 'schema:CreativeWork',
    identifier: source.id,
    prefLabel: source.title,
    publisher: { name: source.publisher },
    datePublished: source.date,
    url: source.url,
  };
}

function criterionNode(
  criterion: Criterion,
  { scheme, dimension, position }: { scheme: string; dimension: string; position: string },
): LinkedData {
  const { id, title, question, why, sdgs = [], sources } = criterion;
  return {
    '@id': criterionAddress(scheme, id),
    '@type': 'skos:Concept',
    notation: id,
    position,
    prefLabel: title,
    definition: question,
    scopeNote: why,
    inScheme: scheme,
    broader: dimension,
    subject: sdgs.map((goal) => `${sdgAddress}${goal}`),
    source: sources.map((source) => sourceAddress(scheme, source)),
    additionalProperty: [
      ...texts(criterion, criterionTexts),
      ...scaleProperties(criterion),
      ...lists(criterion),
    ],
  };
}

function texts<Name extends string>(
  of: { readonly [name in NoInfer<Name>]?: Words | undefined },
  names: readonly Name[],
): LinkedData[] {
  return names.flatMap((propertyID) => (of[propertyID] ? [{ propertyID, text: of[propertyID] }] : []));
}

/** A level that a number reaches says from which on, or down to which. */
function scaleProperties({ scale, measure, answeredBy }: Criterion): LinkedData[] {
  const limit = measure?.better === 'lower' ? 'maxValue' : 'minValue';
  return [
    ...scale.map(({ level, ...text }, place) => {
      const bound = place === 0 ? undefined : measure?.bounds[place - 1];
      return {
        propertyID: 'level',
        value: String(level),
        text,
        ...(bound !== undefined && { [limit]: String(bound) }),
      };
    }),
    ...(measure ? [{ propertyID: 'measure', unitText: measure.unit }] : []),
    ...(answeredBy ? [{ propertyID: 'answeredBy', value: answeredBy }] : []),
  ];
}

function lists({ indicators = [], stakes = [] }: Criterion): LinkedData[] {
  return [
    ...indicators.map(({ id, title, unit, how }) => ({
      propertyID: 'indicator',
      identifier: id,
      prefLabel: title,
      unitText: unit,
      text: how,
    })),
    ...stakes.map((text) => ({ propertyID: 'stake', text })),
  ];
}
