import type { Json } from '#kernel/json.ts';
import { joinValues } from '../multiple-values.ts';
import { type Geometry, isGeometry, representativePoint } from './geometry.ts';

type JsonObject = Readonly<Record<string, Json>>;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects within each other that get a column for each member; what is deeper is kept as it is written. */
const deepest = 5;
const longestName = 200;

/**
 * The cells of a JSON object: members of inner objects under dotted names (`address.city`), lists as cells of several
 * values, places as `POINT (x y)`. Nothing is left out.
 */
export function flattenJson(value: JsonObject): Map<string, string> {
  const cells = new Map<string, string>();
  for (const [name, member] of Object.entries(value)) add(cells, tidyName(name), { value: member, depth: 1 });
  return cells;
}

function add(
  cells: Map<string, string>,
  name: string,
  { value, depth }: { value: Json; depth: number },
): void {
  const held = isObject(value) ? heldIn(value) : null;
  if (held !== null) return add(cells, name, { value: held, depth });
  if (isObject(value) && !isGeometry(value) && depth < deepest) {
    for (const [inner, member] of Object.entries(value)) {
      add(cells, `${name}.${tidyName(inner)}`, { value: member, depth: depth + 1 });
    }
    return;
  }
  const [only] = Array.isArray(value) && value.length === 1 ? value : [];
  if (isObject(only) && labelOf(only) === null) return add(cells, name, { value: only, depth });
  const text = textOfJson(value);
  if (text !== '' && !cells.has(name)) cells.set(name, text);
}

/** One value as the text of a cell. */
export function textOfJson(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'string') return unescapedTwice(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return textOfList(value);
  if (isGeometry(value)) return pointText(value);
  return Object.keys(value).length === 0 ? '' : (labelOf(value) ?? JSON.stringify(value));
}

function textOfList(values: readonly Json[]): string {
  return joinValues(values.map(textOfJson));
}

function pointText(geometry: Geometry): string {
  const point = representativePoint(geometry);
  return point ? `POINT (${point.x} ${point.y})` : '';
}

/** Types of what an answer of SPARQL holds. */
const bindings = new Set(['uri', 'literal', 'typed-literal', 'bnode']);

/** The value of an object that only says of what kind it is: of WordPress, of SPARQL. */
function heldIn(value: JsonObject): string | null {
  const { rendered, type, value: bound } = value;
  if (typeof rendered === 'string') return rendered;
  return typeof bound === 'string' && typeof type === 'string' && bindings.has(type) ? bound : null;
}

/** What an object within a list is called: `{"id": 3, "name": "Jardin"}`. */
const labels = ['label', 'name', 'nom', 'libelle', 'libellé', 'titre', 'title', 'value', 'valeur'];

function labelOf(value: JsonObject): string | null {
  const label = labels.map((name) => value[name]).find((text) => typeof text === 'string' && text !== '');
  return typeof label === 'string' ? unescapedTwice(label) : null;
}

/** Some programs escape a text that is already escaped: `\\u00e9` and `\/` then stand in it. */
export function unescapedTwice(text: string): string {
  if (!/\\(u[0-9a-f]{4}|[/"])/i.test(text)) return text;
  return text
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(String.raw`\/`, '/')
    .replaceAll(/\\r?\\n|\\n/g, '\n')
    .replaceAll(String.raw`\"`, '"');
}

function tidyName(name: string): string {
  const printable = name
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  return printable.normalize('NFC').slice(0, longestName) || '#';
}

/** Envelopes in which open data portals, geographic tools and search engines put the members of a record. */
const envelopes = ['fields', 'properties', 'attributes', '_source', 'record', 'tags'];

/** A record without its envelope, which may stand in another one: what it holds stands beside what stands outside. */
export function unwrapped(record: JsonObject, isInner = false): JsonObject {
  const envelope = envelopes.find((name) => isObject(record[name]));
  if (envelope === undefined) return record;
  const { [envelope]: inside, links: _, ...outside } = record;
  const held = { ...outside, ...(isObject(inside) && inside) };
  return isInner ? held : unwrapped(held, true);
}
