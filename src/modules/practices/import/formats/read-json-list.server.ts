import type { Json } from '#kernel/json.ts';
import type { JsonPath } from '#kernel/tabular/json-splitter.ts';
import { cellsOfFeature, knownOfFeatures } from './feature-cells.ts';
import { flattenJson, isObject, textOfJson, unwrapped } from './flatten-json.ts';
import { type JsonFormat, type RecordCells, readJsonTable } from './json-table.server.ts';
import type { JsonOutline } from './outline-json.ts';
import { outlineOf } from './read-head.server.ts';
import { saidOfItself } from './said-of-itself.ts';
import type { KnownColumns, ReadSource } from './source-table.ts';

/** The name under which a record stood, in an object of records. */
const keyColumn = '@id';

/** A list of objects: the whole file, a member of it (`data`, `records`, `results`…), or one object per line. */
export const readJsonList: ReadSource = async (file, options) => {
  const outline = await outlineOf(file);
  return readJsonTable(file, options, listFormat(placeOf(outline)));
};

/** Where the records are: elements of the list at a path, or the members of the object there. */
interface Place {
  path: JsonPath;
  isKeyed: boolean;
  /** The values are the records themselves. */
  isRoot: boolean;
  /** Names of the columns, when records are lists of cells and the first one holds them. */
  names?: readonly string[];
}

const root: Place = { path: [], isKeyed: false, isRoot: true };

/** Where services of ArcGIS keep a point. */
const knownOfEsri: KnownColumns = { 'geometry.x': 'x', 'geometry.y': 'y' };

/** Lists of objects that describe the records rather than being them. */
const asides = new Set(
  'fields columns schema links facets facet_groups parameters headers metadata meta errors pagination'.split(
    ' ',
  ),
);

/** `result.records`, `hits.hits`, `response.data.items`… */
const deepestList = 4;

function placeOf({ root: kind, lists, about }: JsonOutline): Place {
  if (kind === 'lines') return root;
  const isAside = ({ path }: { path: JsonPath }) => asides.has(String(path.at(-1)));
  const keyed = kind === 'object' ? keyedIn(about) : null;
  const near = lists.filter((list) => !isAside(list) && list.path.length <= deepestList);
  const table = near.find(({ first }) => isHeading(first));
  if (table) return { path: table.path, isKeyed: false, isRoot: false, names: namesIn(table.first) };
  const found = near.find((list) => isRecordLike(list.first));
  // A list of the file's own is surer than an object within it (`_links`), unless it stands inside of that one.
  const isKeyed = keyed !== null && keyed.every((part, index) => found?.path[index] === part);
  if (found && (found.path.length === 0 || !(isKeyed || isPlaced(about))))
    return { path: found.path, isKeyed: false, isRoot: false };
  if (kind === 'list') return { path: [], isKeyed: false, isRoot: false };
  return keyed ? { path: keyed, isKeyed: true, isRoot: false } : root;
}

function isRecordLike(first: Json | undefined): boolean {
  return first === undefined || isObject(first);
}

/** A row of names, as spreadsheets on the web give their cells: `[["Nom", "Commune"], ["Le lavoir", "Redon"]]`. */
function isHeading(first: Json | undefined): boolean {
  return (
    Array.isArray(first) &&
    first.length > 1 &&
    first.every((one) => typeof one === 'string' && /\p{L}/u.test(one))
  );
}

function namesIn(first: Json | undefined): string[] {
  const names = Array.isArray(first) ? first.map(textOfJson) : [];
  return names.map((name, index) => (names.indexOf(name) === index ? name : `${name} (${index + 1})`));
}

/** The root has a position of its own: it is a record, whatever lists it holds. */
function isPlaced(about: JsonOutline['about']): boolean {
  return ['latitude', 'geo.latitude', 'lat', 'bf_latitude'].some((name) => about.has(name));
}

/** The object whose members are records, since several of them have the same members: the root, or one within it. */
function keyedIn(about: JsonOutline['about']): JsonPath | null {
  const paths = [...about.keys()].map((key) => key.split('.'));
  const members = (path: string[]) => paths.filter((one) => path.every((part, index) => part === one[index]));
  const candidates = [[], ...new Set(paths.filter((path) => path.length > 2).map(([first = '']) => first))];
  const parents = candidates.map((one) => (typeof one === 'string' ? [one] : []));
  return (
    parents.find((parent) => {
      const inner = members(parent).filter((path) => path.length === parent.length + 2);
      return [...Map.groupBy(inner, (path) => path.at(-1)).values()].some(({ length }) => length > 1);
    }) ?? null
  );
}

function listFormat({ path: parent, isKeyed, isRoot, names }: Place): JsonFormat {
  const takes = (path: JsonPath) => {
    if (isRoot) return path.length === 0;
    const isInside = path.length === parent.length + 1 && parent.every((part, index) => path[index] === part);
    if (names && path.at(-1) === 0) return false;
    return isInside && typeof path.at(-1) === (isKeyed ? 'string' : 'number');
  };
  return {
    format: 'json',
    takes,
    cellsOf(record, path) {
      if (names) return cellsOfList(record, names);
      return named(cellsOfRecord(record), isKeyed ? String(path.at(-1)) : '');
    },
    describe(about) {
      const { credit: _, ...said } = saidOfItself(about);
      return {
        ...said,
        known: { ...knownOfFeatures, ...knownOfEsri, [keyColumn]: 'externalId' },
        warnings: [],
      };
    },
  };
}

function cellsOfList(record: Json, names: readonly string[]): RecordCells {
  if (!Array.isArray(record)) return null;
  const cells = names.map((name, index) => [name, textOfJson(record[index] ?? null)] as const);
  return { cells: new Map(cells.filter(([, cell]) => cell !== '')) };
}

function cellsOfRecord(record: Json): RecordCells {
  if (!isObject(record)) return null;
  return cellsOfFeature(record) ?? { cells: flattenJson(unwrapped(record)) };
}

function named(read: RecordCells, key: string): RecordCells {
  if (read && key) read.cells.set(keyColumn, key);
  return read;
}
