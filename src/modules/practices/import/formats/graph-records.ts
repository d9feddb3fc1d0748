import { type Graph, type GraphNode, isBlank } from './graph.ts';
import { isNoPractice, isPerson, isTechnical, termOf, isStructural } from './graph-terms.ts';
import { wikiPageOf } from './wiki-names.ts';

/** The things of a file that are practices, and how many people it describes beside them. */
export interface GraphRecords {
  records: GraphNode[];
  people: number;
}

/**
 * Finds the things that are practices: those that have a name and are neither a class, a list, an address nor a person,
 * and that are no part of another. In an export of a semantic wiki, its ordinary pages.
 */
export function recordsIn(graph: Graph): GraphRecords {
  const nodes = [...graph.values()];
  const named = nodes.filter(hasName);
  const people = named.filter(({ types }) => isPerson(types));
  const things = named.filter(
    (node) => !isPerson(node.types) && !isNoPractice(node.types) && !isWikiPlumbing(node),
  );
  const references = referencesFrom(things);
  const records = things.filter((node) => {
    if (references.parts.has(node.id)) return false;
    const isMentioned = references.mentions.has(node.id);
    return !isMentioned || (!isBlank(node.id) && saysSomething(node));
  });
  const leftOut = people.filter(({ id }) => !references.parts.has(id) && !references.mentions.has(id));
  return { records, people: leftOut.length };
}

function hasName({ properties }: GraphNode): boolean {
  return [...properties.keys()].some((property) => termOf(property)?.field === 'title');
}

/** Nodes that stand under another: as a part of it (its address), or because it names them. */
function referencesFrom(things: readonly GraphNode[]): { parts: Set<string>; mentions: Set<string> } {
  const parts = new Set<string>();
  const mentions = new Set<string>();
  for (const { id, properties } of things) {
    for (const [property, values] of properties) {
      const named = values.filter((value) => value.isNode && value.text !== id);
      for (const { text } of named) (isStructural(property) ? parts : mentions).add(text);
    }
  }
  return { parts, mentions };
}

/** A thing that is only named, such as the page of a commune in an export of a wiki, is no record of its own. */
function saysSomething({ properties }: GraphNode): boolean {
  return [...properties.keys()].some(
    (property) => !isTechnical(property) && termOf(property)?.field !== 'title',
  );
}

const namespaceOf = 'http://semantic-mediawiki.org/swivt/1.0#wikiNamespace';
/** Talk pages, users, files, templates, categories, properties, concepts, forms… of MediaWiki and its semantic extension. */
const plumbing = new Set([
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 102, 103, 106, 107, 108, 109, 112, 113,
]);

function isWikiPlumbing({ properties }: GraphNode): boolean {
  const [namespace] = properties.get(namespaceOf) ?? [];
  return namespace !== undefined && plumbing.has(Number(namespace.text));
}

/** Its id at its source: the name of its page in a wiki, else its address; none when it is blank. */
export function idOf({ id }: GraphNode): string {
  if (isBlank(id)) return '';
  const page = wikiPageOf(id);
  if (!page) return id;
  return page.namespace === '' ? page.name : `${page.namespace}:${page.name}`;
}
