import type { Json } from '#kernel/json.ts';
import type { ImportWarning } from '../import-codes.ts';
import { joinValues } from '../multiple-values.ts';
import { companionValue } from './companion-files.ts';
import { flattenJson, isObject, textOfJson } from './flatten-json.ts';
import { type JsonFormat, type RecordCells, readJsonTable } from './json-table.server.ts';
import { saidOfItself } from './said-of-itself.ts';
import type { Companion, KnownColumns, ReadSource } from './source-table.ts';
import { type Taxonomy, aboveEach, readTaxonomy } from './taxonomy.ts';

/**
 * Elements of a GoGoCarto, in full (`gogofull`) or as lists of values (`gogocompact`). Their categories are numbers, whose
 * names are in the taxonomy that comes with the file.
 */
export const readGogocarto: ReadSource = (file, options) =>
  readJsonTable(file, options, gogocarto(taxonomyAmong(file.companions)));

type About = ReadonlyMap<string, string>;

const columns = { categories: 'categories', hours: 'openHours', publication: 'isShown' } as const;

/** States of an element that the map shows to nobody: deleted, refused, waiting (`ElementStatus` of GoGoCarto). */
const hiddenStates = new Set(['-6', '-4', '-3', '-2', '0']);

const known: KnownColumns = {
  name: 'title',
  [columns.categories]: 'themes',
  [columns.hours]: 'openingHours',
  openHoursMoreInfos: 'openingHours',
  sourceKey: 'source',
  'geo.latitude': 'latitude',
  'geo.longitude': 'longitude',
  'address.streetAddress': 'address',
  'address.addressLocality': 'communeName',
  'address.postalCode': 'postalCode',
  descriptionMore: 'description',
  commitment: 'description',
  [columns.publication]: 'publication',
  // How far an element is through its moderation, in numbers, and what only the map needs.
  status: 'ignored',
  moderationState: 'ignored',
  optionValues: 'ignored',
  categoriesFull: 'ignored',
  'address.addressCountry': 'ignored',
};

function gogocarto(taxonomy: Taxonomy | null): JsonFormat {
  return {
    format: 'gogocarto',
    takes: (path) =>
      typeof path.at(-1) === 'number' && (path.length === 1 || (path.length === 2 && path[0] === 'data')),
    cellsOf(record, _, about) {
      const element = Array.isArray(record) ? fromCompact(record, about) : record;
      return isObject(element) ? cellsOfElement(element, taxonomy) : null;
    },
    describe(about, headers) {
      const { sourceName, licence } = saidOfItself(about);
      const above = taxonomy && aboveEach(taxonomy);
      return { sourceName, licence, known, warnings: missing(taxonomy, headers), ...(above && { above }) };
    },
  };
}

function missing(taxonomy: Taxonomy | null, headers: readonly string[]): ImportWarning[] {
  const isNeeded =
    taxonomy === null && headers.includes('optionValues') && !headers.includes(columns.categories);
  return isNeeded ? [{ field: 'themes', code: 'taxonomy-missing', params: {} }] : [];
}

/** `["a1", ["Le lavoir"], 47.6, -2.1, 1, 0]` by the `mapping` of the file: `["id", ["name"], "latitude", …]`. */
function fromCompact(values: readonly Json[], about: About): Record<string, Json> {
  const members = values.flatMap((value, index) => {
    if (![...about.keys()].some((key) => key.startsWith('mapping.'))) return compactMember(value, index);
    const name = about.get(`mapping.${index}`);
    if (name !== undefined) return [[name, value] as const];
    const inner = Array.isArray(value) ? value : [];
    return inner.flatMap((one, place) => {
      const innerName = about.get(`mapping.${index}.${place}`);
      return innerName === undefined ? [] : [[innerName, one] as const];
    });
  });
  return Object.fromEntries(members);
}

/** Where nothing tells the order (GoGoCarto 2): identifier, name, latitude, longitude, numbers of categories. */
function compactMember(value: Json, index: number): (readonly [string, Json])[] {
  const name = ['id', 'name', 'latitude', 'longitude', 'optionValues'][index];
  return name === undefined
    ? []
    : [[name, name === 'name' && Array.isArray(value) ? (value[0] ?? null) : value]];
}

function cellsOfElement(element: Readonly<Record<string, Json>>, taxonomy: Taxonomy | null): RecordCells {
  const { openHours = null, ...plain } = element;
  const cells = flattenJson(plain);
  // What the server does not show to everyone.
  for (const [name, cell] of cells) if (cell === 'hidden') cells.delete(name);
  const hours = isObject(openHours) ? hoursOf(openHours) : textOfJson(openHours);
  if (hours) cells.set(columns.hours, hours);
  if (hiddenStates.has(cells.get('status') ?? '')) cells.set(columns.publication, '0');
  const names = namesOf(element, taxonomy);
  if (names.length > 0) cells.set(columns.categories, joinValues(names));
  return { cells };
}

/** `{"Tu": "09:00-12:00"}` as `Tu 09:00-12:00`, the way of OpenStreetMap. */
function hoursOf(days: Readonly<Record<string, Json>>): string {
  return Object.entries(days)
    .map(([day, hours]) => `${day} ${textOfJson(hours)}`.trim())
    .join('; ');
}

/** The names of the categories, where the element or the taxonomy has them. */
function namesOf(element: Readonly<Record<string, Json>>, taxonomy: Taxonomy | null): string[] {
  const given = [
    element['optionValues'],
    element['categoriesFull'],
    element['categories'],
    element['taxonomy'],
  ];
  const values = given.find((one) => Array.isArray(one) && one.length > 0);
  return (Array.isArray(values) ? values : []).flatMap((value) => {
    const id = isObject(value) ? (value['optionId'] ?? value['id'] ?? null) : value;
    const path = taxonomy?.get(textOfJson(id));
    if (path) return path.at(-1) ?? [];
    const name = textOfJson(value);
    return /\p{L}/u.test(name) && !name.startsWith('{') ? [name] : [];
  });
}

function taxonomyAmong(companions: readonly Companion[]): Taxonomy | null {
  for (const { bytes } of companions) {
    const value = companionValue(bytes);
    const taxonomy = value === undefined ? null : readTaxonomy(value);
    if (taxonomy) return taxonomy;
  }
  return null;
}
