/** A value of a property: a text, or another node by its name. */
export interface GraphValue {
  text: string;
  isNode: boolean;
  /** `fr`, `en-gb`…; empty when the text has none. */
  language: string;
}

/** A thing that a file of linked data speaks of. */
export interface GraphNode {
  /** Its address; without meaning beyond the file when it is blank. */
  id: string;
  types: string[];
  properties: Map<string, GraphValue[]>;
}

/** Everything that a file of linked data says, by thing, in the order of the file. */
export type Graph = Map<string, GraphNode>;

export const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** Most statements of a file: what is beyond is a whole encyclopaedia. */
export const mostStatements = 1_000_000;

export function addStatement(
  graph: Graph,
  subject: string,
  statement: { property: string } & GraphValue,
): void {
  const node = nodeOf(graph, subject);
  const { property, ...value } = statement;
  if (property === rdfType) {
    if (!node.types.includes(value.text)) node.types.push(value.text);
    return;
  }
  const values = node.properties.get(property);
  if (values) values.push(value);
  else node.properties.set(property, [value]);
}

function nodeOf(graph: Graph, id: string): GraphNode {
  const known = graph.get(id);
  if (known) return known;
  const node: GraphNode = { id, types: [], properties: new Map() };
  graph.set(id, node);
  return node;
}

/** What stands for the address of a file that has none. */
export const base = 'file:///import/';

/** An address of the file without what was put before it: people leave `https://` out of addresses of the web. */
export function asWritten(address: string): string {
  return address.startsWith(base) ? address.slice(base.length) : address;
}

export function isBlank(id: string): boolean {
  return id.startsWith('_:');
}

/**
 * The last part of an address, as a name.
 *
 * @example localName('http://schema.org/streetAddress') // 'streetAddress'
 */
export function localName(address: string): string {
  return /[^#/:]*$/.exec(address.replace(/[#/]+$/, ''))?.[0] ?? '';
}

/**
 * Texts of a property in one language: French if there is some, else without language, else English, else the first.
 */
export function inOneLanguage(values: readonly GraphValue[]): GraphValue[] {
  const plain = values.filter(({ isNode, language }) => isNode || language === '');
  const told = values.filter(({ isNode, language }) => !isNode && language !== '');
  const byLanguage = Map.groupBy(told, ({ language }) => language.toLowerCase().split('-')[0] ?? '');
  const [first] = byLanguage.keys();
  const french = byLanguage.get('fr');
  if (french) return [...plain.filter(({ isNode }) => isNode), ...french];
  if (plain.length > 0) return plain;
  return byLanguage.get('en') ?? byLanguage.get(first ?? '') ?? [];
}
