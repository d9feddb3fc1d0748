import type { ImportField } from '../practice-draft.ts';
import { type Graph, type GraphNode, type GraphValue, inOneLanguage, isBlank, localName } from './graph.ts';
import { isPerson, isStructural, isTechnical, termOf } from './graph-terms.ts';
import { decodeAddressName, wikiPageOf } from './wiki-names.ts';

/** One property of a practice, or of what stands under it. */
export interface FoundProperty {
  /** Names of the properties that lead to it. */
  path: string[];
  /** What it holds, when its vocabulary is known. */
  field: ImportField | undefined;
  /** Of two properties for one field, the one with the lower rank says it best. */
  rank: number;
  texts: string[];
}

interface Walk {
  graph: Graph;
  path: readonly string[];
  /** Nodes on the way here: things may refer to each other in circles. */
  seen: ReadonlySet<string>;
  /** Parts that may still be looked into: things that all refer to each other would keep us for ever. */
  budget: { parts: number };
}

/** How far what belongs to a practice may stand from it: its place, the address of that place, its position. */
const deepest = 4;

/** The properties of a thing and of its parts (address, position, contact…), in the order of the file. */
export function propertiesOf(node: GraphNode, walk: Walk): FoundProperty[] {
  walk.budget.parts -= 1;
  if (walk.budget.parts < 0) return [];
  const special = specialPart(node);
  if (special && walk.path.length > 0) return [special];
  return [...node.properties].flatMap(([property, values]) => {
    if (isTechnical(property)) return [];
    const path = [...walk.path, nameOf(property, walk.graph)];
    const told = inOneLanguage(values);
    const parts = told.flatMap((value) => partOf(value, property, walk) ?? []);
    const texts = told
      .filter((value) => partOf(value, property, walk) === null)
      .map((value) => textOf(value, property, walk.graph));
    const inside = parts.flatMap((part) =>
      propertiesOf(part, { ...walk, path, seen: new Set([...walk.seen, part.id]) }),
    );
    const own = texts.some(Boolean) ? [{ path, ...useOf(property, { walk, values: told }), texts }] : [];
    return [...own, ...inside];
  });
}

/** The node that a value stands for when it is part of the thing; null when the value is to be told by its name. */
function partOf(value: GraphValue, property: string, { graph, path, seen }: Walk): GraphNode | null {
  const node = value.isNode ? graph.get(value.text) : undefined;
  if (!node || seen.has(node.id) || path.length >= deepest) return null;
  if (isPerson(node.types) || isNamedThing(property)) return null;
  return isBlank(node.id) || isStructural(property) ? node : null;
}

/** Themes, keywords and carriers are told by their name, however much is said of them. */
function isNamedThing(property: string): boolean {
  const field = termOf(property)?.field;
  return field !== undefined && namedFields.has(field);
}

const namedFields: ReadonlySet<ImportField> = new Set<ImportField>([
  'themes',
  'tags',
  'carriers',
  'contactName',
  'licence',
]);

/** Parts that are a property of their own: pictures, and further properties by their name, as schema.org gives them. */
function specialPart(node: GraphNode): FoundProperty | null {
  const isOf = (type: RegExp) => node.types.some((one) => type.test(one));
  const textsOf = (...names: string[]) =>
    names
      .flatMap((name) => [...node.properties].find(([property]) => localName(property) === name)?.[1] ?? [])
      .map(({ text }) => text);
  if (isOf(/[#/:](Image|Media)Object$/)) {
    return { path: ['files'], field: 'files', rank: 0, texts: textsOf('contentUrl', 'url').slice(0, 1) };
  }
  if (!isOf(/[#/:]PropertyValue$/)) return null;
  const [name = 'value'] = textsOf('propertyID', 'name');
  const term = termOf(name);
  return { path: [name], field: term?.field, rank: term?.rank ?? 0, texts: textsOf('value') };
}

/** A name inside the practice is that of its place, or of whom to reach; it is not its own. */
function useOf(
  property: string,
  { walk, values }: { walk: Walk; values: readonly GraphValue[] },
): Pick<FoundProperty, 'field' | 'rank'> {
  const names = values.some(({ isNode, text }) => isNode && isPerson(walk.graph.get(text)?.types ?? []));
  if (names) return { field: 'contactName', rank: 0 };
  const term = termOf(property);
  const isInside = walk.path.length > 0;
  if (!term || !isInside) return { field: term?.field, rank: term?.rank ?? 0 };
  const inContact = walk.path.some((name) => /contact/i.test(name));
  if (term.field === 'title') {
    const isPlace = walk.path.some((name) => /^(location|haslocation|place)$/i.test(name));
    const field = inContact ? 'contactName' : isPlace && walk.path.length === 1 ? 'address' : undefined;
    return { field, rank: term.rank };
  }
  const told = (walk.path[0] === 'subjectOf' ? pageFields : insideFields).has(term.field);
  return told ? { field: term.field, rank: term.rank } : { field: undefined, rank: 0 };
}

/** What of the parts of a practice is told of the practice. */
const insideFields: ReadonlySet<ImportField> = new Set<ImportField>([
  'latitude',
  'longitude',
  'point',
  'address',
  'postalCode',
  'communeName',
  'communeCode',
  'email',
  'phone',
]);

/** What the page about a practice tells of it. */
const pageFields: ReadonlySet<ImportField> = new Set<ImportField>(['licence', 'createdOn', 'updatedOn']);

/** Name of a property for people: its label in the file, the attribute of a wiki, else the end of its address. */
function nameOf(property: string, graph: Graph): string {
  const page = wikiPageOf(property);
  if (page) return page.name;
  const node = graph.get(property);
  const labels = [...(node?.properties ?? [])].find(([name]) => localName(name) === 'label')?.[1] ?? [];
  const [label] = inOneLanguage(labels);
  return label?.text || decodeAddressName(localName(property)) || property;
}

/** Fields whose value is an address, and not the name of what it leads to. */
const addresses: ReadonlySet<ImportField> = new Set<ImportField>(['website', 'files', 'email', 'phone']);

function textOf(value: GraphValue, property: string, graph: Graph): string {
  if (!value.isNode) return value.text;
  const bare = value.text.replace(/^(mailto|tel):/i, '');
  const field = termOf(property)?.field;
  if (field === 'licence') return licenceText(labelOf(graph.get(value.text)) || bare);
  if (field && addresses.has(field)) return bare;
  const page = wikiPageOf(value.text);
  if (page) return page.name;
  const name = labelOf(graph.get(value.text));
  if (name !== '') return name;
  if (isBlank(value.text)) return '';
  // A commune or a theme is known by its name, whoever describes it.
  return field ? decodeAddressName(localName(value.text)) || bare : bare;
}

/** Name of a thing; empty when the file gives it none. */
function labelOf(node: GraphNode | undefined): string {
  const names = [...(node?.properties ?? [])].flatMap(([property, values]) => {
    const term = termOf(property);
    return term?.field === 'title' ? [{ rank: term.rank, values }] : [];
  });
  const [best] = names.toSorted((one, other) => one.rank - other.rank);
  return inOneLanguage(best?.values ?? [])[0]?.text ?? '';
}

/** `https://creativecommons.org/licenses/by-sa/4.0/` is CC BY-SA 4.0. */
export function licenceText(text: string): string {
  const [, kind, version] = /creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)/i.exec(text) ?? [];
  return kind ? `CC ${kind.toUpperCase()} ${version}` : text;
}
