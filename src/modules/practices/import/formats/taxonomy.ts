import type { Json } from '#kernel/json.ts';
import { isObject, unescapedTwice } from './flatten-json.ts';

/** Names of the categories of a GoGoCarto by id, each after those it stands under. */
export type Taxonomy = ReadonlyMap<string, readonly string[]>;

/** Categories within each other; a real tree has six levels. */
const deepest = 20;

/**
 * Reads a taxonomy of GoGoCarto: options, that hold groups of options, that hold options… The groups only order them.
 * Null when the value is no taxonomy.
 */
export function readTaxonomy(value: Json): Taxonomy | null {
  const names = new Map<string, string[]>();
  collect(value, [], { names, depth: 0 });
  return names.size > 0 ? names : null;
}

function collect(
  node: Json,
  above: readonly string[],
  found: { names: Map<string, string[]>; depth: number },
): void {
  const { names, depth } = found;
  if (depth > deepest) return;
  const deeper = { names, depth: depth + 1 };
  if (Array.isArray(node)) return node.forEach((one) => collect(one, above, deeper));
  if (!isObject(node)) return;
  const groups = node['subcategories'] ?? node['children'] ?? node['categories'] ?? null;
  const isOption = !Array.isArray(node['options']) && node['name'] !== undefined && node['id'] !== undefined;
  const path = isOption ? [...above, unescapedTwice(String(node['name']))] : [...above];
  if (isOption) names.set(String(node['id']), path);
  collect(node['options'] ?? null, path, deeper);
  collect(groups, path, deeper);
}

/** The name that each category stands under; of several with one name, as the first does. */
export function aboveEach(taxonomy: Taxonomy): Map<string, string> {
  const above = new Map<string, string>();
  for (const path of taxonomy.values()) {
    const [name, parent] = [path.at(-1), path.at(-2)];
    if (name !== undefined && parent !== undefined && parent !== name && !above.has(name))
      above.set(name, parent);
  }
  return above;
}
