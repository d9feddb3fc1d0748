import type { Json } from '#kernel/json.ts';
import type { JsonPath } from '#kernel/tabular/json-splitter.ts';
import { cellsOfFeature, knownOfFeatures } from './feature-cells.ts';
import { flattenJson, isObject, unwrapped } from './flatten-json.ts';
import { type JsonFormat, type RecordCells, readJsonTable } from './json-table.server.ts';
import type { JsonOutline } from './outline-json.ts';
import { outlineOf } from './read-head.server.ts';
import { saidOfItself } from './said-of-itself.ts';
import type { ReadSource } from './source-table.ts';

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
}

/** Lists of objects that describe the records rather than being them. */
const asides = new Set(
  'fields columns schema links facets facet_groups parameters headers metadata meta errors pagination'.split(
    ' ',
  ),
);

/** `result.records`, `hits.hits`, `response.data.items`… */
const deepestList = 4;

function placeOf({ root, lists, about }: JsonOutline): Place {
  if (root === 'lines') return { path: [], isKeyed: false, isRoot: true };
  const isAside = ({ path }: { path: JsonPath }) => asides.has(String(path.at(-1)));
  const found = lists.find(
    (list) => isRecordLike(list.first) && !isAside(list) && list.path.length <= deepestList,
  );
  if (found && (found.path.length === 0 || !isWithinRecords(about))) {
    return { path: found.path, isKeyed: false, isRoot: false };
  }
  if (root === 'list') return { path: [], isKeyed: false, isRoot: false };
  return isWithinRecords(about)
    ? { path: [], isKeyed: true, isRoot: false }
    : { path: [], isKeyed: false, isRoot: true };
}

function isRecordLike(first: Json | undefined): boolean {
  return first === undefined || isObject(first);
}

/** Several members of the root have the same members: each is a record. */
function isWithinRecords(about: JsonOutline['about']): boolean {
  const inner = Map.groupBy(
    [...about.keys()].map((key) => key.split('.')).filter((path) => path.length === 2),
    ([, member]) => member,
  );
  return [...inner.values()].some((members) => members.length > 1);
}

function listFormat({ path: parent, isKeyed, isRoot }: Place): JsonFormat {
  const takes = (path: JsonPath) => {
    if (isRoot) return path.length === 0;
    const isInside = path.length === parent.length + 1 && parent.every((part, index) => path[index] === part);
    return isInside && typeof path.at(-1) === (isKeyed ? 'string' : 'number');
  };
  return {
    format: 'json',
    takes,
    cellsOf: (record, path) => named(cellsOfRecord(record), isKeyed ? String(path.at(-1)) : ''),
    describe(about) {
      const { credit: _, ...said } = saidOfItself(about);
      return { ...said, known: { ...knownOfFeatures, [keyColumn]: 'externalId' }, warnings: [] };
    },
  };
}

function cellsOfRecord(record: Json): RecordCells {
  if (!isObject(record)) return null;
  return cellsOfFeature(record) ?? { cells: flattenJson(unwrapped(record)) };
}

function named(read: RecordCells, key: string): RecordCells {
  if (read && key) read.cells.set(keyColumn, key);
  return read;
}
